import { expect, test } from 'vitest';
import { DEPLOYMENT, ROLLOUT } from '../../src/api/resources.ts';
import { template, TestCluster } from './cluster.ts';

const containers = [
  { name: 'web', image: 'shop:v1' },
  { name: 'proxy', image: 'proxy:v1' },
];
const pods = {
  initContainers: [{ name: 'migrate', image: 'shop:v1' }],
  containers,
  ephemeralContainers: [{ name: 'debug', image: 'tools:v1' }],
};

function shop(): TestCluster {
  const cluster = new TestCluster();
  cluster.add(ROLLOUT, { metadata: { name: 'shop' }, spec: { template: { spec: pods } } });
  return cluster;
}

function images(cluster: TestCluster): readonly (string | undefined)[] {
  const { spec } = cluster.api.get(ROLLOUT, 'default', 'shop').spec.template;
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].map(
    ({ image }) => image,
  );
}

/** Source: pkg/kubectl-argo-rollouts/cmd/set/set_image.go newRolloutSetImage. */
test.each([
  ['web=shop:v2', ['shop:v1', 'shop:v2', 'proxy:v1', 'tools:v1']],
  ['migrate=shop:v2', ['shop:v2', 'shop:v1', 'proxy:v1', 'tools:v1']],
  ['debug=tools:v2', ['shop:v1', 'shop:v1', 'proxy:v1', 'tools:v2']],
  ['"*=all:v2"', ['all:v2', 'all:v2', 'all:v2', 'all:v2']],
  ['web=shop@sha256:0123', ['shop:v1', 'shop@sha256:0123', 'proxy:v1', 'tools:v1']],
])('set image %s', (setting, after) => {
  const cluster = shop();
  expect(cluster.run(`kubectl argo rollouts set image shop ${setting}`)).toEqual({
    output: 'rollout "shop" image updated\n',
  });
  expect(images(cluster)).toEqual(after);
});

test('the same image is no write', () => {
  const cluster = shop();
  expect(cluster.run('kubectl argo rollouts set image shop web=shop:v1').output).toBe('rollout "shop" image updated\n');
  expect(cluster.writes).toEqual([]);
});

test('a container that is not there', () => {
  const cluster = shop();
  const error = 'unable to find container named "wbe"';
  expect(cluster.run('kubectl argo rollouts set image shop wbe=shop:v2')).toEqual({ output: '', error });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/set/set_image.go SetImage: the kind of the reference does not matter. */
test.each(['Deployment', 'ReplicaSet'])('a rollout that refers to a %s has the image of the Deployment set', (kind) => {
  const cluster = new TestCluster();
  cluster.add(ROLLOUT, { metadata: { name: 'shop' }, spec: { workloadRef: { kind, name: 'base' } } });
  const line = 'kubectl argo rollouts set image shop web=shop:v2';
  expect(cluster.run(line).error).toBe('deployments.apps "base" not found');
  cluster.add(DEPLOYMENT, { metadata: { name: 'base' }, spec: { template: template({ web: 'shop:v1' }) } });
  expect(cluster.run(line)).toEqual({ output: 'deployment "base" image updated\n' });
  expect(cluster.writes).toEqual(['Deployment/base']);
  expect(cluster.api.get(DEPLOYMENT, 'default', 'base').spec.template.spec.containers?.[0]?.image).toBe('shop:v2');
});

test('a reference without a name', () => {
  const cluster = new TestCluster();
  cluster.add(ROLLOUT, { metadata: { name: 'shop' }, spec: { workloadRef: { kind: 'Deployment' } } });
  expect(cluster.run('kubectl argo rollouts set image shop web=shop:v2').error).toBe(
    'spec.workloadRef.name is not a string: <nil>',
  );
});
