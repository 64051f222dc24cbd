import { describe, expect, test } from 'vitest';
import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, REPLICA_SET, ROLLOUT } from '../../src/api/resources.ts';
import { EPOCH_MS, TestCluster } from './cluster.ts';

function clusterWithRollouts(...names: readonly string[]): TestCluster {
  const cluster = new TestCluster();
  for (const name of names) {
    cluster.add(ROLLOUT, { metadata: { name }, spec: { replicas: 5, strategy: { canary: {} } } });
  }
  return cluster;
}

/** Source: pkg/kubectl-argo-rollouts/cmd/abort, retry, pause, terminate. */
describe('one patch', () => {
  test('abort and retry rollout', () => {
    const cluster = clusterWithRollouts('shop');
    expect(cluster.run('kubectl argo rollouts abort shop')).toEqual({ output: "rollout 'shop' aborted\n" });
    expect(cluster.valueOf(ROLLOUT, 'shop', 'status.abort')).toBe(true);
    expect(cluster.run('kubectl argo rollouts retry ro shop')).toEqual({ output: "rollout 'shop' retried\n" });
    expect(cluster.valueOf(ROLLOUT, 'shop', 'status.abort')).toBeUndefined();
  });

  test('pause', () => {
    const cluster = clusterWithRollouts('shop');
    expect(cluster.run('kubectl argo rollouts pause shop')).toEqual({ output: "rollout 'shop' paused\n" });
    expect(cluster.valueOf(ROLLOUT, 'shop', 'spec.paused')).toBe(true);
  });

  test('several names: what comes before an error is done', () => {
    const cluster = clusterWithRollouts('shop', 'till');
    expect(cluster.run('kubectl argo rollouts abort shop cart till')).toEqual({
      output: "rollout 'shop' aborted\n",
      error: 'rollouts.argoproj.io "cart" not found',
    });
    expect(cluster.valueOf(ROLLOUT, 'till', 'status.abort')).toBeUndefined();
  });

  test('terminate an AnalysisRun', () => {
    const cluster = new TestCluster();
    cluster.add(ANALYSIS_RUN, { metadata: { name: 'run' }, spec: { metrics: [] } });
    expect(cluster.run('kubectl argo rollouts terminate ar run')).toEqual({ output: "analysisRun 'run' terminated\n" });
    expect(cluster.valueOf(ANALYSIS_RUN, 'run', 'spec.terminate')).toBe(true);
    expect(cluster.run('kubectl argo rollouts terminate analysisrun nobody').error).toBe(
      'analysisruns.argoproj.io "nobody" not found',
    );
  });

  test('terminate and retry an experiment', () => {
    const cluster = new TestCluster();
    cluster.add(EXPERIMENT, { metadata: { name: 'trial' }, spec: { templates: [] }, status: { phase: 'Failed' } });
    expect(cluster.run('kubectl argo rollouts terminate exp trial')).toEqual({
      output: "experiment 'trial' retried\n",
    });
    expect(cluster.valueOf(EXPERIMENT, 'trial', 'spec.terminate')).toBe(true);
    expect(cluster.run('kubectl argo rollouts retry experiment trial')).toEqual({
      output: "experiment 'trial' retried\n",
    });
    expect(cluster.valueOf(EXPERIMENT, 'trial', 'status')).toEqual({});
  });
});

describe('namespaces', () => {
  test('the flag goes before the context, which goes before default', () => {
    const cluster = new TestCluster();
    cluster.add(ROLLOUT, { metadata: { name: 'shop', namespace: 'prod' }, spec: {} });
    const error = 'rollouts.argoproj.io "shop" not found';
    expect(cluster.run('kubectl argo rollouts abort shop').error).toBe(error);
    expect(cluster.run('kubectl argo rollouts abort shop -n dev', 'prod').error).toBe(error);
    for (const line of [
      'abort shop -n prod',
      'abort -nprod shop',
      '-n prod abort shop',
      'abort shop --namespace=prod',
    ]) {
      expect(cluster.run(`kubectl argo rollouts ${line}`)).toEqual({ output: "rollout 'shop' aborted\n" });
    }
    expect(cluster.run('kubectl argo rollouts abort shop', 'prod').error).toBeUndefined();
  });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/restart/restart.go RestartRollout: whole seconds, cut. */
test.each([
  ['', '2026-01-01T00:00:07Z', '0s'],
  ['--in 10s', '2026-01-01T00:00:17Z', '10s'],
  ['--in=1500ms', '2026-01-01T00:00:09Z', '1500ms'],
  ['-i 1m', '2026-01-01T00:01:07Z', '1m'],
  ['--in=-8s', '2025-12-31T23:59:59Z', '-8s'],
])('restart %s', (flags, restartAt, shown) => {
  const cluster = clusterWithRollouts('shop');
  cluster.clock.advanceTo(EPOCH_MS + 7_900);
  const { output } = cluster.run(`kubectl argo rollouts restart shop ${flags}`);
  expect(output).toBe(`rollout 'shop' restarts in ${shown}\n`);
  expect(cluster.valueOf(ROLLOUT, 'shop', 'spec.restartAt')).toBe(restartAt);
});

/** Source: k8s.io/kubectl/pkg/cmd/scale. */
describe('scale', () => {
  test.each([
    ['rollout/shop', 'rollout.argoproj.io/shop scaled\n'],
    ['ro shop', 'rollout.argoproj.io/shop scaled\n'],
    ['rollouts.argoproj.io/shop', 'rollout.argoproj.io/shop scaled\n'],
    ['deployment/shop', 'deployment.apps/shop scaled\n'],
    ['deploy.v1.apps shop', 'deployment.apps/shop scaled\n'],
    ['rs/shop', 'replicaset.apps/shop scaled\n'],
    ['rs/shop ro/shop', 'replicaset.apps/shop scaled\nrollout.argoproj.io/shop scaled\n'],
  ])('%s', (target, output) => {
    const cluster = clusterWithRollouts('shop');
    cluster.add(DEPLOYMENT, { metadata: { name: 'shop' }, spec: { replicas: 5 } });
    cluster.add(REPLICA_SET, { metadata: { name: 'shop' }, spec: { replicas: 5 } });
    expect(cluster.run(`kubectl scale ${target} --replicas=0`)).toEqual({ output });
    const kind = output.split('.')[0];
    const resource = kind === 'deployment' ? DEPLOYMENT : kind === 'replicaset' ? REPLICA_SET : ROLLOUT;
    expect(cluster.valueOf(resource, 'shop', 'spec.replicas')).toBe(0);
  });

  test('to what it is, is no write', () => {
    const cluster = clusterWithRollouts('shop');
    expect(cluster.run('kubectl scale rollout shop --replicas=5').output).toBe('rollout.argoproj.io/shop scaled\n');
    expect(cluster.writes).toEqual([]);
  });

  test.each([
    ['rollout/cart --replicas=1', 'rollouts.argoproj.io "cart" not found'],
    ['deployment/cart --replicas=1', 'deployments.apps "cart" not found'],
    ['rollout/shop --replicas=1 --current-replicas=4', 'Expected replicas to be 4, was 5'],
  ])('%s fails', (target, error) => {
    const cluster = clusterWithRollouts('shop');
    expect(cluster.run(`kubectl scale ${target}`)).toEqual({ output: '', error });
    expect(cluster.writes).toEqual([]);
  });

  test('if there are as many as said', () => {
    const cluster = clusterWithRollouts('shop');
    expect(
      cluster.run('kubectl -n default scale rollout/shop --replicas 6 --current-replicas 5').error,
    ).toBeUndefined();
    expect(cluster.valueOf(ROLLOUT, 'shop', 'spec.replicas')).toBe(6);
  });
});
