import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { ROLLOUT } from '../../src/api/resources.ts';
import { TestCluster } from './cluster.ts';

const STEPS = [{ setWeight: 20 }, { pause: {} }, { analysis: {} }];
const PAUSE = [{ reason: 'CanaryPauseStep', startTime: '2026-01-01T00:00:00Z' }];

function clusterWith(strategy: JsonObject, status: JsonObject, paused = false): TestCluster {
  const cluster = new TestCluster();
  cluster.add(ROLLOUT, { metadata: { name: 'shop' }, spec: { paused, strategy }, status });
  return cluster;
}

function statusAfter(cluster: TestCluster): JsonObject {
  const { currentStepIndex, pauseConditions, controllerPause, promoteFull } = cluster.api.get(
    ROLLOUT,
    'default',
    'shop',
  ).status;
  return JSON.parse(JSON.stringify({ currentStepIndex, pauseConditions, controllerPause, promoteFull }));
}

const canary = { canary: { steps: STEPS } };
const versions = { currentPodHash: 'new', stableRS: 'old' };

/** Source: pkg/kubectl-argo-rollouts/cmd/promote/promote.go getPatches. */
describe('a plain promotion', () => {
  test('ends a pause and leaves the step to the controller', () => {
    const cluster = clusterWith(canary, { currentStepIndex: 1, controllerPause: true, pauseConditions: PAUSE });
    expect(cluster.run('kubectl argo rollouts promote shop')).toEqual({ output: "rollout 'shop' promoted\n" });
    expect(statusAfter(cluster)).toEqual({ currentStepIndex: 1, controllerPause: true });
  });

  test('without a pause skips the step', () => {
    const cluster = clusterWith(canary, { currentStepIndex: 0 });
    cluster.run('kubectl argo rollouts promote shop');
    expect(statusAfter(cluster)).toEqual({ currentStepIndex: 1 });
  });

  test('at the end of the steps stays there', () => {
    const cluster = clusterWith(canary, { currentStepIndex: 3 });
    cluster.run('kubectl argo rollouts promote shop');
    expect(cluster.writes).toEqual([]);
  });

  test('of an inconclusive analysis ends the pause and skips the step', () => {
    const run = { name: 'shop-1', status: 'Inconclusive' };
    const status = { currentStepIndex: 2, controllerPause: true, pauseConditions: PAUSE };
    const cluster = clusterWith(canary, { ...status, canary: { currentStepAnalysisRunStatus: run } });
    cluster.run('kubectl argo rollouts promote shop');
    expect(statusAfter(cluster)).toEqual({ currentStepIndex: 3 });
  });

  test('resumes a rollout that a person paused, after the status', () => {
    const cluster = clusterWith(canary, { currentStepIndex: 1, pauseConditions: PAUSE }, true);
    cluster.run('kubectl argo rollouts promote shop');
    expect(cluster.writes).toEqual(['Rollout/shop', 'Rollout/shop']);
    expect(cluster.valueOf(ROLLOUT, 'shop', 'spec.paused')).toBeUndefined();
    expect(statusAfter(cluster)).toEqual({ currentStepIndex: 1 });
  });

  test('of a blue-green rollout without a pause changes nothing', () => {
    const cluster = clusterWith({ blueGreen: { activeService: 'shop' } }, versions);
    expect(cluster.run('kubectl argo rollouts promote shop').error).toBeUndefined();
    expect(cluster.writes).toEqual([]);
  });
});

describe('a full promotion', () => {
  test('is marked in the status while a new version is on its way', () => {
    const cluster = clusterWith(canary, { ...versions, currentStepIndex: 1 });
    expect(cluster.run('kubectl argo rollouts promote shop --full').output).toBe("rollout 'shop' fully promoted\n");
    expect(statusAfter(cluster)).toEqual({ currentStepIndex: 1, promoteFull: true });
  });

  test('of the stable version is no write', () => {
    const cluster = clusterWith(canary, { currentPodHash: 'old', stableRS: 'old', currentStepIndex: 3 });
    expect(cluster.run('kubectl argo rollouts promote shop --full').output).toBe("rollout 'shop' fully promoted\n");
    expect(cluster.writes).toEqual([]);
  });

  test('resumes a rollout that a person paused, and nothing else if it is stable', () => {
    const cluster = clusterWith(canary, { currentPodHash: 'old', stableRS: 'old' }, true);
    cluster.run('kubectl argo rollouts promote --full shop');
    expect(cluster.writes).toEqual(['Rollout/shop']);
    expect(cluster.valueOf(ROLLOUT, 'shop', 'spec.paused')).toBeUndefined();
  });
});

describe('skipping', () => {
  test.each([
    ['--skip-current-step', 1, 2],
    ['-c', 1, 2],
    ['-c', 3, 3],
    ['--skip-all-steps', 0, 3],
    ['-a', 0, 3],
  ])('%s from step %i goes to %i, and pauses stay', (flag, from, to) => {
    const cluster = clusterWith(canary, { currentStepIndex: from, pauseConditions: PAUSE });
    expect(cluster.run(`kubectl argo rollouts promote shop ${flag}`).output).toBe("rollout 'shop' promoted\n");
    expect(statusAfter(cluster)).toEqual({ currentStepIndex: to, pauseConditions: PAUSE });
  });

  test.each([
    [{ blueGreen: {} }, '-c', 'Cannot skip steps of a bluegreen rollout. Run without a flags'],
    [{ canary: {} }, '-a', 'Cannot skip steps of a rollout without steps'],
    [canary, '-ca', 'Cannot use skip-current-step and skip-all-steps flags at the same time'],
  ])('%j with %s fails', (strategy, flag, error) => {
    const cluster = clusterWith(strategy, {});
    expect(cluster.run(`kubectl argo rollouts promote shop ${flag}`)).toEqual({ output: '', error });
    expect(cluster.writes).toEqual([]);
  });
});

test('a rollout that is not there', () => {
  const error = 'rollouts.argoproj.io "shop" not found';
  expect(new TestCluster().run('kubectl argo rollouts promote shop')).toEqual({ output: '', error });
});
