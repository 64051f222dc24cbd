import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/api/json.ts';
import { DEPLOYMENT, REPLICA_SET, ROLLOUT } from '../../src/api/resources.ts';
import { deepDerivative } from '../../src/plugin/deep-derivative.ts';
import { template, TestCluster } from './cluster.ts';

const SELECTOR = { matchLabels: { app: 'shop' } };
const HASH = 'rollouts-pod-template-hash';

function shop(spec: JsonObject): TestCluster {
  const cluster = new TestCluster();
  cluster.add(ROLLOUT, { metadata: { name: 'shop' }, spec: { selector: SELECTOR, ...spec } });
  return cluster;
}

/** A ReplicaSet of the rollout with one container. */
function addRevision(cluster: TestCluster, name: string, revision: string | undefined, image: string): void {
  const owner = cluster.api.get(ROLLOUT, 'default', 'shop').metadata.uid ?? '';
  const annotations = revision === undefined ? {} : { 'rollout.argoproj.io/revision': revision };
  const ownerReferences = [
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop', uid: owner, controller: true },
  ];
  cluster.add(REPLICA_SET, {
    metadata: { name, labels: { app: 'shop', [HASH]: name }, annotations, ownerReferences },
    spec: { template: template({ web: image }, { app: 'shop', [HASH]: name }) },
  });
}

function imageOf(cluster: TestCluster): string | undefined {
  return cluster.api.get(ROLLOUT, 'default', 'shop').spec.template.spec.containers?.[0]?.image;
}

/** Source: pkg/kubectl-argo-rollouts/cmd/undo/undo.go rolloutRevision. */
describe('undo', () => {
  test.each([
    ['', 'shop:v2'],
    ['--to-revision=0', 'shop:v2'],
    ['--to-revision=1', 'shop:v1'],
    ['--to-revision 2', 'shop:v2'],
  ])('%s brings back %s', (flags, image) => {
    const cluster = shop({ template: template({ web: 'shop:v3' }) });
    addRevision(cluster, 'shop-b', '3', 'shop:v3');
    addRevision(cluster, 'shop-a', '1', 'shop:v1');
    addRevision(cluster, 'shop-c', '2', 'shop:v2');
    expect(cluster.run(`kubectl argo rollouts undo shop ${flags}`)).toEqual({ output: "rollout 'shop' undo\n" });
    expect(imageOf(cluster)).toBe(image);
    expect(cluster.valueOf(ROLLOUT, 'shop', 'spec.template.metadata.labels')).toEqual({ app: 'shop' });
  });

  test.each([
    ['', 'no revision found for rollout "shop"'],
    ['--to-revision=9', 'unable to find specified revision 9 in history'],
    ['--to-revision=-1', 'no revision found for rollout "shop"'],
  ])('%s fails with one revision', (flags, error) => {
    const cluster = shop({ template: template({ web: 'shop:v1' }) });
    addRevision(cluster, 'shop-a', '1', 'shop:v1');
    expect(cluster.run(`kubectl argo rollouts undo shop ${flags}`)).toEqual({ output: '', error });
  });

  test('a revision that is no number does not count, and a missing one is 0', () => {
    const cluster = shop({ template: template({ web: 'shop:v3' }) });
    addRevision(cluster, 'shop-a', undefined, 'shop:v0');
    addRevision(cluster, 'shop-b', 'many', 'shop:v1');
    addRevision(cluster, 'shop-c', '2', 'shop:v3');
    expect(cluster.run('kubectl argo rollouts undo shop').output).toBe("rollout 'shop' undo\n");
    expect(imageOf(cluster)).toBe('shop:v0');
  });

  test('what others own or the selector does not match is no history', () => {
    const cluster = shop({ template: template({ web: 'shop:v2' }) });
    addRevision(cluster, 'shop-a', '2', 'shop:v2');
    cluster.add(REPLICA_SET, {
      metadata: { name: 'foreign', labels: { app: 'shop' }, annotations: { 'rollout.argoproj.io/revision': '1' } },
      spec: { template: template({ web: 'shop:v1' }) },
    });
    expect(cluster.run('kubectl argo rollouts undo shop').error).toBe('no revision found for rollout "shop"');
  });

  test('is skipped if the old template has all that the new one says', () => {
    const cluster = shop({ template: template({ web: 'shop:v1' }) });
    addRevision(cluster, 'shop-a', '1', 'shop:v1');
    addRevision(cluster, 'shop-b', '2', 'shop:v2');
    expect(cluster.run('kubectl argo rollouts undo shop --to-revision=1')).toEqual({
      output: 'skipped rollback (current template already matches revision 1)',
    });
    expect(cluster.writes).toEqual([]);
  });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/undo/undo.go undoWorkloadRef. */
describe('undo of a rollout that refers to its workload', () => {
  function referring(kind: string): TestCluster {
    const cluster = shop({ workloadRef: { apiVersion: 'apps/v1', kind, name: 'base' } });
    addRevision(cluster, 'shop-a', '1', 'shop:v1');
    addRevision(cluster, 'shop-b', '2', 'shop:v2');
    return cluster;
  }

  test('changes the Deployment', () => {
    const cluster = referring('Deployment');
    cluster.add(DEPLOYMENT, { metadata: { name: 'base' }, spec: { template: template({ web: 'shop:v2' }) } });
    expect(cluster.run('kubectl argo rollouts undo shop').output).toBe("rollout 'shop' undo\n");
    expect(cluster.writes).toEqual(['Deployment/base']);
    expect(cluster.api.get(DEPLOYMENT, 'default', 'base').spec.template).toMatchObject(template({ web: 'shop:v1' }));
  });

  test.each([
    ['Deployment', 'failed restoring revision 0: deployments.apps "base" not found'],
    ['ReplicaSet', 'failed restoring revision 0: replicasets.apps "base" not found'],
    ['PodTemplate', 'failed restoring revision 0: podtemplates "base" not found'],
    ['StatefulSet', 'failed restoring revision 0: workload of type StatefulSet is not supported'],
  ])('%s that cannot be changed', (kind, error) => {
    expect(referring(kind).run('kubectl argo rollouts undo shop')).toEqual({ output: '', error });
  });
});

/** Source: k8s.io/apimachinery/third_party/forked/golang/reflect/deep_equal.go deepValueDerive. */
describe('derivatives', () => {
  test.each<[Json, Json, boolean]>([
    [null, { a: 1 }, true],
    ['', 'a', true],
    ['a', 'ab', false],
    [0, 1, false],
    [false, true, false],
    [{}, { a: 1 }, true],
    [{ a: null }, { a: 1 }, true],
    [{ a: null }, { b: 1 }, false],
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [[], [1], true],
    [[1], [1, 2], true],
    [[1, 2], [1], false],
    [[{ a: 1 }], [{ a: 1, b: 2 }], true],
    [[], {}, false],
    [1, '1', false],
  ])('%j of %j: %s', (part, whole, is) => {
    expect(deepDerivative(part, whole)).toBe(is);
  });

  test('everything is a derivative of itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json: Json = JSON.parse(JSON.stringify(value));
        expect(deepDerivative(json, json)).toBe(true);
      }),
    );
  });
});
