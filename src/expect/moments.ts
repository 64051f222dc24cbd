import { APPLICATION, GIT_REPOSITORY } from '../api/argocd/resources.ts';
import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import { conditionFacts, type ConditionFacts } from '../timeline/facts/conditions.ts';
import { stateAt } from '../timeline/state.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { ConditionSubjects } from '../world/condition-subjects.ts';

/** What conditions may ask of a run, from an instant on until the next one; undefined while what they speak of does not exist. */
export interface Moment {
  readonly atMs: number;
  readonly facts: ConditionFacts | undefined;
}

const SECOND_MS = 1000;

const ASKED_OF: ReadonlySet<string> = new Set(
  [ROLLOUT, DEPLOYMENT, REPLICA_SET, EXPERIMENT, ANALYSIS_RUN, APPLICATION, GIT_REPOSITORY].map(({ kind }) => kind),
);

/** A moment for every instant at which something changed that conditions can ask of. */
export function momentsOf(timeline: Timeline, subjects: ConditionSubjects): readonly Moment[] {
  const instants: number[] = [];
  for (const entry of timeline.entries) {
    if (entry.kind === 'change' && ASKED_OF.has(entry.resource.kind) && instants.at(-1) !== entry.atMs) {
      instants.push(entry.atMs);
    }
  }
  return instants.map((atMs) => ({ atMs, facts: conditionFacts(stateAt(timeline, atMs), subjects, atMs) }));
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
