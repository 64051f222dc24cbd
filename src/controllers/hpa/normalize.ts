import type { CompleteBehavior, CompleteRules } from './defaults.ts';
import { changeWithin, type HpaHistory, type Recommendation, remember, type ScaleEvent } from './history.ts';

const MAX_INT32 = 2_147_483_647;
const MIN_INT32 = -2_147_483_648;

/** What the metrics ask for, and the bounds of the autoscaler. */
export interface Wish {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
}

/** A state that a condition tells: its reason and its message. */
export interface Told {
  readonly reason: string;
  readonly message: string;
}

export interface Normalized {
  readonly replicas: number;
  readonly recommendations: readonly Recommendation[];
  readonly ableToScale: Told;
  readonly scalingLimited: Told & { readonly limited: boolean };
}

const READY: Told = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const DOWN_STABILIZED: Told = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const UP_STABILIZED: Told = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const WITHIN: Told = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const TOO_MANY: Told = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const TOO_FEW: Told = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const UP_LIMIT: Told = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const DOWN_LIMIT: Told = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

interface Limited {
  readonly replicas: number;
  readonly told: Told;
}

/**
 * Without a behaviour: the highest recommendation of the stabilization window counts, at most twice as many pods as now (at least 4) come at once.
 * Example: 3 pods, 10 wanted: 6. Source: horizontal.go normalizeDesiredReplicas, stabilizeRecommendation, convertDesiredReplicasWithRules.
 */
export function normalize(wish: Wish, history: HpaHistory, windowMs: number, nowMs: number): Normalized {
  const cutoffMs = nowMs - windowMs;
  const recent = history.recommendations.filter(({ atMs }) => atMs >= cutoffMs);
  const stabilized = recent.reduce((max, { replicas }) => Math.max(max, replicas), wish.desired);
  const recommendations = remember(
    history.recommendations,
    { replicas: wish.desired, atMs: nowMs },
    ({ atMs }) => atMs < cutoffMs,
  );
  const { replicas, told } = limit(wish, stabilized);
  return {
    replicas,
    recommendations,
    ableToScale: stabilized === wish.desired ? READY : DOWN_STABILIZED,
    scalingLimited: { ...told, limited: replicas !== stabilized },
  };
}

function limit({ current, min, max }: Wish, desired: number): Limited {
  const upLimit = Math.trunc(Math.max(2 * current, 4));
  const [most, told] = max > upLimit ? [upLimit, UP_LIMIT] : [max, TOO_MANY];
  if (desired < min) return { replicas: min, told: TOO_FEW };
  if (desired > most) return { replicas: most, told };
  return { replicas: desired, told: WITHIN };
}

/**
 * With a behaviour: recommendations of each direction's window bound the wish, then its policies bound the change of their periods.
 * Source: horizontal.go normalizeDesiredReplicasWithBehaviors, stabilizeRecommendationWithBehaviors.
 */
export function normalizeWithBehavior(
  wish: Wish,
  history: HpaHistory,
  behavior: CompleteBehavior,
  nowMs: number,
): Normalized {
  const upCutoffMs = nowMs - behavior.scaleUp.stabilizationWindowMs;
  const downCutoffMs = nowMs - behavior.scaleDown.stabilizationWindowMs;
  let [lowest, highest] = [wish.desired, wish.desired];
  for (const { replicas, atMs } of history.recommendations) {
    if (atMs > upCutoffMs) lowest = Math.min(replicas, lowest);
    if (atMs > downCutoffMs) highest = Math.max(replicas, highest);
  }
  const stabilized = Math.min(Math.max(wish.current, lowest), highest);
  const recommendations = remember(
    history.recommendations,
    { replicas: wish.desired, atMs: nowMs },
    ({ atMs }) => atMs < upCutoffMs && atMs < downCutoffMs,
  );
  const held = wish.desired >= wish.current ? UP_STABILIZED : DOWN_STABILIZED;
  const { replicas, told } = limitByRate({ ...wish, desired: stabilized }, history, behavior, nowMs);
  return {
    replicas,
    recommendations,
    ableToScale: stabilized === wish.desired ? READY : held,
    scalingLimited: { ...told, limited: replicas !== stabilized },
  };
}

/** Source: horizontal.go convertDesiredReplicasWithBehaviorRate. */
function limitByRate(wish: Wish, history: HpaHistory, behavior: CompleteBehavior, nowMs: number): Limited {
  const { current, desired, min, max } = wish;
  if (desired > current) {
    const upLimit = Math.max(current, scaleUpLimit(current, history, behavior.scaleUp, nowMs));
    const [most, told] = max > upLimit ? [upLimit, UP_LIMIT] : [max, TOO_MANY];
    if (desired > most) return { replicas: most, told };
  } else if (desired < current) {
    const downLimit = Math.min(current, scaleDownLimit(current, history, behavior.scaleDown, nowMs));
    const [least, told] = min < downLimit ? [downLimit, DOWN_LIMIT] : [min, TOO_FEW];
    if (desired < least) return { replicas: least, told };
  }
  return { replicas: desired, told: WITHIN };
}

/** Pods at the begin of a period. */
function startReplicas(current: number, { ups, downs }: HpaHistory, periodSeconds: number, nowMs: number): number {
  return current - changeWithin(ups, periodSeconds, nowMs) + changeWithin(downs, periodSeconds, nowMs);
}

/**
 * The most pods that the policies allow. Example: 10 pods, 4 more or 100 % more in 15 s: 20 with Max, 14 with Min.
 * Source: horizontal.go calculateScaleUpLimitWithScalingRules.
 */
export function scaleUpLimit(current: number, history: HpaHistory, rules: CompleteRules, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const least = rules.selectPolicy === 'Min';
  return rules.policies.reduce(
    (result, { type, value, periodSeconds }) => {
      const start = startReplicas(current, history, periodSeconds, nowMs);
      const proposed = type === 'Percent' ? Math.ceil(start * (1 + value / 100)) : start + value;
      return least ? Math.min(result, proposed) : Math.max(result, proposed);
    },
    least ? MAX_INT32 : MIN_INT32,
  );
}

/** The fewest pods that the policies allow. Source: horizontal.go calculateScaleDownLimitWithBehaviors. */
export function scaleDownLimit(current: number, history: HpaHistory, rules: CompleteRules, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const least = rules.selectPolicy === 'Min';
  return rules.policies.reduce(
    (result, { type, value, periodSeconds }) => {
      const start = startReplicas(current, history, periodSeconds, nowMs);
      const proposed = type === 'Percent' ? Math.trunc(start * (1 - value / 100)) : start - value;
      return least ? Math.max(result, proposed) : Math.min(result, proposed);
    },
    least ? MIN_INT32 : MAX_INT32,
  );
}

/** The history with a change of size; without a behaviour none is kept. Source: horizontal.go storeScaleEvent. */
export function rememberScaling(
  history: HpaHistory,
  behavior: CompleteBehavior | undefined,
  before: number,
  after: number,
  nowMs: number,
): HpaHistory {
  if (behavior === undefined) return history;
  const up = after > before;
  const { policies } = up ? behavior.scaleUp : behavior.scaleDown;
  const longestMs = Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds)) * 1000;
  const isOld = ({ atMs }: ScaleEvent): boolean => atMs < nowMs - longestMs;
  const event = { change: up ? after - before : before - after, atMs: nowMs };
  return up
    ? { ...history, ups: remember(history.ups, event, isOld) }
    : { ...history, downs: remember(history.downs, event, isOld) };
}
