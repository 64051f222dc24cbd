import type { Scale } from '../../api/scale.ts';
import type { HorizontalPodAutoscaler, MetricStatus } from '../../api/shape/autoscaling.ts';
import type { HpaVerdict } from './conditions.ts';
import { behaviorOf, minReplicasOf } from './defaults.ts';
import type { HpaHistory } from './history.ts';
import type { MetricFailure, MetricProposal, MetricVerdict } from './metrics.ts';
import { type Normalized, normalize, normalizeWithBehavior, type Wish } from './normalize.ts';
import type { HpaOptions } from './options.ts';

/** What an autoscaler makes of its metrics. */
export interface Decision {
  /** How many pods there should be; undefined if it cannot tell. */
  readonly replicas: number | undefined;
  /** Why, as its event says. */
  readonly reason: string;
  readonly conditions: readonly HpaVerdict[];
  /** Of this look; null if none was asked. */
  readonly metrics: readonly MetricStatus[] | null;
  readonly history: HpaHistory;
  /** What failed, even if some metrics could tell. */
  readonly error?: string;
}

/** Why no metric can be asked: what the condition ScalingActive says, and the error. */
export interface Blocked {
  readonly condition: { readonly reason: string; readonly message: string };
  readonly error: string;
}

/** What all metrics together ask for: the most that any does. */
interface Combined {
  readonly best: MetricProposal | undefined;
  readonly condition: HpaVerdict;
  readonly metrics: readonly MetricStatus[] | null;
  readonly error: string | undefined;
}

const isFailure = (verdict: MetricVerdict): verdict is MetricFailure => 'cause' in verdict;

/**
 * A metric that fails is made up for by others only if pods are to come: none may go while one is unknown.
 * Source: horizontal.go computeReplicasForMetrics.
 */
function combine(verdicts: readonly MetricVerdict[] | Blocked, current: number): Combined {
  if ('condition' in verdicts) {
    const condition: HpaVerdict = { type: 'ScalingActive', status: 'False', ...verdicts.condition };
    return { best: undefined, condition, metrics: null, error: verdicts.error };
  }
  const failures = verdicts.filter(isFailure);
  const [first] = failures;
  let best: MetricProposal | undefined;
  for (const verdict of verdicts) {
    if (!isFailure(verdict) && (best === undefined || best.replicas === 0 || verdict.replicas > best.replicas)) {
      best = verdict;
    }
  }
  const metrics = verdicts.map((verdict): MetricStatus => (isFailure(verdict) ? { type: '' } : verdict.status));
  const error =
    first === undefined
      ? undefined
      : `invalid metrics (${failures.length} invalid out of ${verdicts.length}), first error is: ${first.message}`;
  if (first !== undefined && (best === undefined || best.replicas < current)) {
    const message = `the HPA was unable to compute the replica count: ${first.cause}`;
    const condition: HpaVerdict = { type: 'ScalingActive', status: 'False', reason: first.reason, message };
    return { best: undefined, condition, metrics, error };
  }
  const message = `the HPA was able to successfully calculate a replica count from ${best?.metric ?? ''}`;
  return {
    best,
    condition: { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message },
    metrics,
    error,
  };
}

function normalizedConditions({ ableToScale, scalingLimited }: Normalized): readonly HpaVerdict[] {
  const { limited, reason, message } = scalingLimited;
  return [
    { type: 'AbleToScale', status: 'True', ...ableToScale },
    { type: 'ScalingLimited', status: limited ? 'True' : 'False', reason, message },
  ];
}

/** How many pods there should be, by bounds first and metrics then. Source: horizontal.go reconcileAutoscaler. */
export function decide(
  hpa: HorizontalPodAutoscaler,
  { specReplicas: current }: Scale,
  history: HpaHistory,
  judge: () => readonly MetricVerdict[] | Blocked,
  options: HpaOptions,
  nowMs: number,
): Decision {
  const min = minReplicasOf(hpa);
  const max = hpa.spec.maxReplicas;
  const plain = { conditions: [], metrics: null, history };
  if (current === 0 && min !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero';
    const off: HpaVerdict = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message };
    return { ...plain, replicas: current, reason: '', conditions: [off] };
  }
  if (current > max) return { ...plain, replicas: max, reason: 'Current number of replicas above Spec.MaxReplicas' };
  if (current < min) return { ...plain, replicas: min, reason: 'Current number of replicas below Spec.MinReplicas' };
  const { best, condition, metrics, error } = combine(judge(), current);
  const failed = error === undefined ? {} : { error };
  if (best === undefined) {
    return { replicas: undefined, reason: '', conditions: [condition], metrics, history, ...failed };
  }
  const wish: Wish = { current, desired: best.replicas, min, max };
  const behavior = behaviorOf(hpa, options.downscaleStabilizationMs);
  const normalized =
    behavior === undefined
      ? normalize(wish, history, options.downscaleStabilizationMs, nowMs)
      : normalizeWithBehavior(wish, history, behavior, nowMs);
  const reason = best.replicas > current ? `${best.metric} above target` : 'All metrics below target';
  return {
    replicas: normalized.replicas,
    reason: best.replicas === current ? '' : reason,
    conditions: [condition, ...normalizedConditions(normalized)],
    metrics,
    history: { ...history, recommendations: normalized.recommendations },
    ...failed,
  };
}
