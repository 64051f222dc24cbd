import fc from 'fast-check';
import { expect, it } from 'vitest';
import { revision } from '../../src/api/rollouts/replica-sets.ts';
import { type Moment, watchMoments } from './moments.ts';
import { blueGreenCase, canaryCase, type RandomCase, worldOfRandomCase } from './random-case.ts';

/** In how many of a sample of cases something is seen at some moment. */
function countOf(cases: fc.Arbitrary<RandomCase>, seen: (moment: Moment) => boolean): number {
  return fc.sample(cases, { seed: 1, numRuns: 60 }).filter((choice) => {
    let found = false;
    watchMoments(worldOfRandomCase(choice), (moment) => (found ||= seen(moment)));
    return found;
  }).length;
}

const isUpdate = ({ rollout: { status } }: Moment): boolean =>
  status.stableRS !== undefined && status.currentPodHash !== status.stableRS;

// What never happens in the random cases, no property over them can be about.
it.each<readonly [string, fc.Arbitrary<RandomCase>, (moment: Moment) => boolean]>([
  [
    'a canary in the middle of its steps',
    canaryCase,
    (moment) => isUpdate(moment) && (moment.rollout.status.currentStepIndex ?? 0) > 0,
  ],
  ['traffic for a canary', canaryCase, ({ rollout }) => (rollout.status.canary.weights?.canary.weight ?? 0) > 0],
  ['an abort', canaryCase, ({ rollout }) => rollout.status.abort === true],
  ['a third version', canaryCase, ({ replicaSets }) => replicaSets.length >= 3],
  ['a pause', canaryCase, ({ rollout }) => (rollout.status.pauseConditions ?? []).length > 0],
  ['a preview', blueGreenCase, (moment) => isUpdate(moment) && (moment.current?.spec.replicas ?? 0) > 0],
  ['a switch', blueGreenCase, (moment) => !isUpdate(moment) && (revision(moment.rollout) ?? 0) > 1],
])('the random cases come to %s', (_what, cases, seen) => {
  expect(countOf(cases, seen)).toBeGreaterThanOrEqual(5);
});
