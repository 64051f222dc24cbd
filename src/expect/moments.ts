import { APPLICATION, GIT_REPOSITORY } from '../api/argocd/resources.ts';
import { REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import { conditionFacts, type ConditionFacts } from '../timeline/facts/conditions.ts';
import type { RolloutName } from '../timeline/facts/rollouts.ts';
import { stateAt } from '../timeline/state.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What conditions may ask of a rollout, from an instant on until the next one; undefined while it does not exist. */
export interface Moment {
  readonly atMs: number;
  readonly facts: ConditionFacts | undefined;
}

const SECOND_MS = 1000;

/** A moment for every instant at which something changed that conditions can ask of: rollouts, their ReplicaSets, Applications and Git. */
export function momentsOf(timeline: Timeline, rollout: RolloutName): readonly Moment[] {
  const instants: number[] = [];
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change') continue;
    const { namespace, kind } = entry.object;
    const isOwn = namespace === rollout.namespace && (kind === ROLLOUT.kind || kind === REPLICA_SET.kind);
    const isRelevant = isOwn || kind === APPLICATION.kind || kind === GIT_REPOSITORY.kind;
    if (isRelevant && instants.at(-1) !== entry.atMs) instants.push(entry.atMs);
  }
  return instants.map((atMs) => ({ atMs, facts: conditionFacts(stateAt(timeline, atMs), rollout, atMs) }));
}

/** What was true at any time: the last moment that is not later. */
export function momentAt(moments: readonly Moment[], atMs: number): Moment {
  const facts = moments.findLast((moment) => moment.atMs <= atMs)?.facts;
  return { atMs, facts: facts && { ...facts, seconds: atMs / SECOND_MS } };
}

/**
 * The moments of a window, both ends included: what was true when it began, and after every change. A condition that speaks
 * of the time is also asked at every whole second, as the script asks it.
 */
export function* momentsWithin(
  moments: readonly Moment[],
  fromMs: number,
  untilMs: number,
  everySecond: boolean,
): Generator<Moment> {
  let current = momentAt(moments, fromMs);
  yield current;
  const changes = moments.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs);
  for (const change of [...changes, undefined]) {
    if (everySecond) yield* secondsBetween(current, change?.atMs ?? untilMs + 1);
    if (change === undefined) return;
    current = change;
    yield current;
  }
}

function* secondsBetween({ atMs, facts }: Moment, endMs: number): Generator<Moment> {
  for (let nextMs = (Math.floor(atMs / SECOND_MS) + 1) * SECOND_MS; nextMs < endMs; nextMs += SECOND_MS) {
    yield { atMs: nextMs, facts: facts && { ...facts, seconds: nextMs / SECOND_MS } };
  }
}
