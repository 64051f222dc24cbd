import { describe, expect, it } from 'vitest';
import { DEPLOYMENT, POD, REPLICA_SET } from '../../../src/api/resources.ts';
import { LABELS, manifest, podTemplate, Shop } from './shop.ts';

/** Source: pkg/controller/deployment/deployment_controller.go syncDeployment and what it calls. */
describe('a Deployment', () => {
  it('rolls out with its default fences: a quarter more, a quarter less', () => {
    const shop = new Shop(manifest({ replicas: 8 })).until(10);
    shop.run('set image deployment/shop shop=shop:2');
    expect(shop.sizes).toEqual([6, 4]);
    shop.until(40);
    expect(shop.sizes).toEqual([0, 8]);
    expect(shop.condition('Progressing')).toBe('True NewReplicaSetAvailable');
  });

  it('stops all before it starts any, when it is recreated', () => {
    const shop = new Shop(manifest({ strategy: { type: 'Recreate' } })).until(10);
    shop.run('set image deployment/shop shop=shop:2');
    expect(shop.sizes).toEqual([0, 3]);
    expect(shop.deployment.status.availableReplicas).toBeUndefined();
    expect(shop.until(20).deployment.status.availableReplicas).toBe(3);
  });

  it('misses its deadline a second after it passed', () => {
    const shop = new Shop(manifest({ progressDeadlineSeconds: 30 })).until(10);
    shop.run('set image deployment/shop shop=broken');
    expect(shop.until(40).condition('Progressing')).toBe('True ReplicaSetUpdated');
    expect(shop.until(41).condition('Progressing')).toBe('False ProgressDeadlineExceeded');
  });

  it('does not count the time of a pause for its deadline', () => {
    const shop = new Shop(manifest({ progressDeadlineSeconds: 30 })).until(10);
    shop.run('set image deployment/shop shop=broken');
    shop.run('rollout pause deployment/shop');
    expect(shop.until(300).condition('Progressing')).toBe('Unknown DeploymentPaused');
    shop.run('rollout resume deployment/shop');
    expect(shop.until(329).condition('Progressing')).toBe('Unknown DeploymentResumed');
    expect(shop.until(331).condition('Progressing')).toBe('False ProgressDeadlineExceeded');
  });

  it('is refused with an empty selector', () => {
    const shop = new Shop(manifest()).until(5);
    const { api } = shop.simulation;
    const { spec } = shop.deployment;
    expect(() => api.update(DEPLOYMENT, { ...shop.deployment, spec: { ...spec, selector: {} } })).toThrow(
      'empty selector is invalid for deployment',
    );
  });

  it('goes back where the deprecated annotation says', () => {
    const shop = new Shop(manifest()).until(10);
    shop.run('set image deployment/shop shop=shop:2');
    shop.until(30).patch({ metadata: { annotations: { 'deprecated.deployment.rollback.to': '1' } } });
    expect(shop.messages('DeploymentRollback')).toEqual(['Rolled back deployment "shop" to revision 1']);
    expect(shop.until(60).sizes).toEqual([3, 0]);
    expect(shop.deployment.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '3' });
  });

  it('refuses to go back to what it is, or to what is not there', () => {
    const shop = new Shop(manifest()).until(10);
    for (const revision of ['1', '9', '0']) {
      shop.patch({ metadata: { annotations: { 'deprecated.deployment.rollback.to': revision } } });
    }
    expect(shop.messages('DeploymentRollbackTemplateUnchanged')).toEqual([
      'The rollback revision contains the same template as current deployment "shop"',
    ]);
    expect(shop.messages('DeploymentRollbackRevisionNotFound')).toEqual([
      'Unable to find the revision to rollback to.',
      'Unable to find last revision.',
    ]);
  });

  it('keeps the revisions that a ReplicaSet had before', () => {
    const shop = new Shop(manifest()).until(10);
    for (let round = 0; round < 2; round += 1) {
      shop.run('set image deployment/shop shop=shop:2');
      shop.until(30 + round * 40).run('set image deployment/shop shop=shop:1');
      shop.until(50 + round * 40);
    }
    expect(shop.replicaSets[0]?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '5',
      'deployment.kubernetes.io/revision-history': '1,3',
    });
  });
});

describe('ReplicaSets of others', () => {
  const replicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'orphan', labels: LABELS },
    spec: { replicas: 2, selector: { matchLabels: LABELS }, template: podTemplate('shop:1') },
  };

  it('are adopted when they match, and become the new one when their template is the same', () => {
    const shop = new Shop(replicaSet, manifest()).until(10);
    expect(shop.replicaSets.map(({ metadata }) => metadata.name)).toEqual(['orphan']);
    expect(shop.replicaSets[0]?.metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', controller: true }]);
    expect(shop.sizes).toEqual([3]);
    expect(shop.deployment.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
  });

  it('are let go when their labels no longer match', () => {
    const shop = new Shop(manifest()).until(10);
    const [own] = shop.replicaSets;
    const { name = '' } = own?.metadata ?? {};
    shop.simulation.api.patch(REPLICA_SET, 'default', name, { metadata: { labels: { app: 'other' } } });
    shop.until(20);
    expect(shop.simulation.api.get(REPLICA_SET, 'default', name).metadata.ownerReferences).toBeUndefined();
  });

  it('that have the name of the next one are a collision, which is counted and evaded', () => {
    const probe = new Shop(manifest());
    const name = probe.replicaSets[0]?.metadata.name ?? '';
    const other = {
      ...replicaSet,
      metadata: { name },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'other' } },
        template: { ...podTemplate('other:1'), metadata: { labels: { app: 'other' } } },
      },
    };
    const shop = new Shop(other, manifest()).until(10);
    expect(shop.deployment.status.collisionCount).toBe(1);
    expect(shop.deployment.status.availableReplicas).toBe(3);
    expect(shop.replicaSets.length).toBe(2);
  });
});

/** Source: pkg/controller/replicaset/replica_set.go. */
describe('pods of a ReplicaSet', () => {
  it('are adopted when they match and nothing controls them', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lone', labels: { ...LABELS, tier: 'web' } },
      spec: { containers: [{ name: 'shop', image: 'shop:1' }] },
    };
    const set = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'set' },
      spec: { replicas: 2, selector: { matchLabels: LABELS }, template: podTemplate('shop:1') },
    };
    const shop = new Shop(pod, set).until(5);
    const { api } = shop.simulation;
    expect(api.get(POD, 'default', 'lone').metadata.ownerReferences).toMatchObject([{ name: 'set' }]);
    expect(shop.pods).toBe(2);
    api.patch(POD, 'default', 'lone', { metadata: { labels: { app: 'other' } } });
    shop.until(10);
    expect(api.get(POD, 'default', 'lone').metadata.ownerReferences).toBeUndefined();
    expect(shop.pods).toBe(3);
  });
});
