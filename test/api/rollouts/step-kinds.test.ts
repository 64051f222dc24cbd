import { describe, expect, it } from 'vitest';
import { STEP_KINDS, stepCondition, stepText, stepWeight } from '../../../src/api/rollouts/step-kinds.ts';
import { canaryStep, type CanaryStep } from '../../../src/api/shape/canary-steps.ts';

const STEPS: readonly (readonly [CanaryStep, reference: string, words: string, done: string])[] = [
  [{ setWeight: 20 }, 'setWeight: 20', 'setWeight 20', 'setWeight 20 done'],
  [{ pause: {} }, 'pause', 'pause until promoted', 'pause ended'],
  [{ pause: { duration: 10 } }, 'pause: 10', 'pause 10s', 'pause 10s over'],
  [{ pause: { duration: '1h' } }, 'pause: 1h', 'pause 1h', 'pause 1h over'],
  [{ analysis: {} }, 'analysis', 'analysis', 'analysis done'],
  [
    { setCanaryScale: { replicas: 3 } },
    'setCanaryScale{replicas: 3}',
    'setCanaryScale replicas 3',
    'setCanaryScale replicas 3 done',
  ],
  [{ setCanaryScale: {} }, 'invalid', 'setCanaryScale', 'setCanaryScale done'],
  [{ setHeaderRoute: { name: 'beta' } }, 'setHeaderRoute: beta', 'setHeaderRoute beta', 'setHeaderRoute beta done'],
  [{ plugin: { name: 'a/b' } }, 'plugin: a/b', 'plugin a/b', 'plugin a/b done'],
  [{}, 'invalid', 'invalid', 'invalid'],
];

describe('kinds of canary steps', () => {
  it('has a row for every field of a step, and no other', () => {
    expect(STEP_KINDS.map(({ field }) => field).sort()).toEqual(Object.keys(canaryStep.fields).sort());
  });

  it.each(STEPS)('%j is written in each style', (step, reference, words, done) => {
    expect([stepText(step, 'reference'), stepText(step, 'words'), stepText(step, 'done')]).toEqual([
      reference,
      words,
      done,
    ]);
  });

  // Source: rollout/canary.go completedCurrentCanaryStep, whose order is not that of CanaryStepString.
  it.each<readonly [CanaryStep, string | undefined]>([
    [{ setWeight: 20 }, 'weight'],
    [{ setWeight: 20, setCanaryScale: { replicas: 1 } }, 'pods'],
    [{ pause: {}, setCanaryScale: { replicas: 1 } }, 'pause'],
    [{ analysis: {}, setCanaryScale: { replicas: 1 } }, 'pods'],
    [{ setHeaderRoute: { name: 'beta' }, plugin: { name: 'a/b' } }, 'nothing'],
    [{}, undefined],
  ])('%j waits for %s', (step, condition) => {
    expect(stepCondition(step)).toBe(condition);
  });

  it('finds the weight that a step sets, also 0', () => {
    expect(stepWeight({ setWeight: 0 })).toEqual({ weight: 0, field: 'setWeight' });
    expect(stepWeight({ setCanaryScale: { weight: 20 } })).toBeUndefined();
  });
});
