import { beforeEach, describe, expect, test } from 'vitest';
import { DEPLOYMENT, REPLICA_SET, ROLLOUT } from '../../src/api/resources.ts';
import { TestCluster, template } from './cluster.ts';

const OWNER = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop', controller: true };
const HASH = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';

let cluster: TestCluster;

/** A ReplicaSet of the Deployment `shop`. */
function addReplicaSet(revision: string, image: string, annotations = {}): void {
  const { uid = '' } = cluster.api.get(DEPLOYMENT, 'default', 'shop').metadata;
  const labels = { app: 'shop', [HASH]: `h${revision}` };
  cluster.add(REPLICA_SET, {
    metadata: {
      name: `shop-h${revision}`,
      labels,
      annotations: { [REVISION]: revision, ...annotations },
      ownerReferences: [{ ...OWNER, uid }],
    },
    spec: { replicas: 0, selector: { matchLabels: labels }, template: template({ shop: image }, labels) },
  });
}

beforeEach(() => {
  cluster = new TestCluster();
  cluster.add(DEPLOYMENT, {
    metadata: { name: 'shop', annotations: { [REVISION]: '2', owner: 'team' } },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: 'shop' } },
      template: template({ shop: 'shop:2', side: 'side:1' }),
    },
    status: { observedGeneration: 1, replicas: 5, updatedReplicas: 4, readyReplicas: 4, availableReplicas: 3 },
  });
});

const image = (): unknown => cluster.valueOf(DEPLOYMENT, 'shop', 'spec.template.spec.containers');

/** Source: k8s.io/kubectl/pkg/cmd/set/set_image.go. */
describe('kubectl set image', () => {
  test('of one container', () => {
    expect(cluster.run('kubectl set image deployment/shop shop=shop:3')).toEqual({
      output: 'deployment.apps/shop image updated\n',
    });
    expect(image()).toMatchObject([{ image: 'shop:3' }, { image: 'side:1' }]);
  });

  test('of all containers, with the kind apart', () => {
    cluster.run('kubectl set image deploy shop *=shop:4');
    expect(image()).toMatchObject([{ image: 'shop:4' }, { image: 'shop:4' }]);
  });

  test('says nothing if nothing changes', () => {
    expect(cluster.run('kubectl set image deployment/shop shop=shop:2')).toEqual({ output: '' });
    expect(cluster.writes).toEqual([]);
  });

  test('sets what it finds, and tells what it does not', () => {
    expect(cluster.run('kubectl set image deployment/shop side=side:2 nobody=x')).toEqual({
      output: 'deployment.apps/shop image updated\n',
      error: 'unable to find container named "nobody"',
    });
  });

  test.each([
    'kubectl set image deployment/shop',
    'kubectl set image deployment/shop shop',
    'kubectl set image shop=1',
  ])('%s is no command', (line) => {
    expect(cluster.run(line).error).toBeDefined();
    expect(cluster.writes).toEqual([]);
  });
});

/** Source: k8s.io/kubectl/pkg/polymorphichelpers/rollback.go. */
describe('kubectl rollout undo', () => {
  test('goes back to the revision before', () => {
    addReplicaSet('1', 'shop:1', { owner: 'others', 'deployment.kubernetes.io/desired-replicas': '3' });
    addReplicaSet('2', 'shop:2');
    expect(cluster.run('kubectl rollout undo deployment/shop')).toEqual({
      output: 'deployment.apps/shop rolled back\n',
    });
    expect(image()).toMatchObject([{ image: 'shop:1' }]);
    expect(cluster.valueOf(DEPLOYMENT, 'shop', 'spec.template.metadata.labels')).toEqual({ app: 'shop' });
    expect(cluster.valueOf(DEPLOYMENT, 'shop', 'metadata.annotations')).toEqual({ [REVISION]: '2', owner: 'others' });
  });

  test('skips what is there already, refuses what is not', () => {
    addReplicaSet('1', 'shop:1');
    expect(cluster.run('kubectl rollout undo deployment/shop')).toEqual({
      output: '',
      error: 'no rollout history found for deployment "shop"',
    });
    expect(cluster.run('kubectl rollout undo deployment/shop --to-revision=9').error).toBe(
      'unable to find specified revision 9 in history',
    );
    cluster.run('kubectl rollout undo deployment/shop --to-revision=1');
    expect(cluster.run('kubectl rollout undo deployment/shop --to-revision=1')).toEqual({
      output: 'deployment.apps/shop skipped rollback (current template already matches revision 1)\n',
    });
  });

  test('is refused while paused', () => {
    addReplicaSet('1', 'shop:1');
    cluster.run('kubectl rollout pause deployment/shop');
    expect(cluster.run('kubectl rollout undo deployment/shop --to-revision=1').error).toBe(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  });

  test('knows Deployments alone', () => {
    cluster.add(ROLLOUT, { metadata: { name: 'shop' }, spec: {} });
    expect(cluster.run('kubectl rollout undo rollout/shop').error).toBe(
      'no rollbacker has been implemented for "Rollout"',
    );
  });
});

describe('kubectl rollout pause, resume, restart', () => {
  test('pause and resume, each once', () => {
    expect(cluster.run('kubectl rollout resume deployment/shop').error).toBe('deployments.apps "shop" is not paused');
    expect(cluster.run('kubectl rollout pause deployment/shop').output).toBe('deployment.apps/shop paused\n');
    expect(cluster.run('kubectl rollout pause deployment/shop').error).toBe(
      'deployments.apps "shop" is already paused',
    );
    expect(cluster.run('kubectl rollout restart deployment/shop').error).toBe(
      'deployments.apps "shop" can\'t restart paused deployment (run rollout resume first)',
    );
    expect(cluster.run('kubectl rollout resume deployment/shop').output).toBe('deployment.apps/shop resumed\n');
    expect(cluster.valueOf(DEPLOYMENT, 'shop', 'spec.paused')).toBeUndefined();
  });

  test('restart writes the time of day, once a second', () => {
    expect(cluster.run('kubectl rollout restart deployment/shop').output).toBe('deployment.apps/shop restarted\n');
    expect(cluster.valueOf(DEPLOYMENT, 'shop', 'spec.template.metadata.annotations')).toEqual({
      'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z',
    });
    expect(cluster.run('kubectl rollout restart deployment/shop').error).toBe(
      'failed to create patch for shop: if restart has already been triggered within the past second, please wait before attempting to trigger another',
    );
  });

  test('go on after an error', () => {
    expect(cluster.run('kubectl rollout pause deployment/cart deployment/shop')).toEqual({
      output: 'deployment.apps/shop paused\n',
      error: 'deployments.apps "cart" not found',
    });
  });
});

/** Source: k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go, history.go. */
describe('kubectl rollout status and history, kubectl get', () => {
  test('the table of a Deployment', () => {
    expect(cluster.run('kubectl get deployment shop').output).toBe(
      'NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nshop   4/4     4            3           0s\n',
    );
  });

  const status = (patch: object): { readonly output: string; readonly error?: string } => {
    const deployment = cluster.api.get(DEPLOYMENT, 'default', 'shop');
    cluster.api.updateStatus(DEPLOYMENT, { ...deployment, status: { ...deployment.status, ...patch } });
    return cluster.run('kubectl rollout status deployment/shop');
  };

  test('the status, from the first wait to the last', () => {
    expect(status({ observedGeneration: undefined }).output).toBe(
      'Waiting for deployment spec update to be observed...\n',
    );
    const waiting = 'Waiting for deployment "shop" rollout to finish: ';
    expect(status({ observedGeneration: 1, updatedReplicas: 2 }).output).toBe(
      `${waiting}2 out of 4 new replicas have been updated...\n`,
    );
    expect(status({ updatedReplicas: 4 }).output).toBe(`${waiting}1 old replicas are pending termination...\n`);
    expect(status({ replicas: 4 }).output).toBe(`${waiting}3 of 4 updated replicas are available...\n`);
    expect(status({ availableReplicas: 4 }).output).toBe('deployment "shop" successfully rolled out\n');
    const times = { lastUpdateTime: null, lastTransitionTime: null };
    const missed = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', ...times };
    expect(status({ conditions: [missed] })).toEqual({
      output: '',
      error: 'deployment "shop" exceeded its progress deadline',
    });
  });

  test('the status of another revision', () => {
    expect(cluster.run('kubectl rollout status deployment/shop --revision=7').error).toBe(
      'desired revision (7) is different from the running revision (2)',
    );
  });

  test('the history, with causes', () => {
    expect(cluster.run('kubectl rollout history deployment/shop').output).toBe(
      'deployment.apps/shop \nNo rollout history found.\n',
    );
    addReplicaSet('10', 'shop:10', { 'kubernetes.io/change-cause': 'a new basket' });
    addReplicaSet('9', 'shop:9');
    expect(cluster.run('kubectl rollout history deployment/shop').output).toBe(
      'deployment.apps/shop \nREVISION  CHANGE-CAUSE\n9         <none>\n10        a new basket\n\n',
    );
  });
});

/** Source: k8s.io/kubectl/pkg/cmd/annotate/annotate.go, pkg/cmd/delete/delete.go. */
describe('kubectl annotate and delete', () => {
  test('annotate', () => {
    expect(cluster.run('kubectl annotate deployment/shop tier=web owner-').output).toBe(
      'deployment.apps/shop annotated\n',
    );
    expect(cluster.valueOf(DEPLOYMENT, 'shop', 'metadata.annotations')).toEqual({ [REVISION]: '2', tier: 'web' });
    expect(cluster.run('kubectl annotate deployment/shop tier=db').error).toBe(
      "--overwrite is false but found the following declared annotation(s): 'tier' already has a value (web)",
    );
    cluster.run('kubectl annotate deployment/shop tier=db --overwrite');
    expect(cluster.valueOf(DEPLOYMENT, 'shop', 'metadata.annotations')).toMatchObject({ tier: 'db' });
  });

  test('a cause can always be told anew', () => {
    const annotate = (cause: string): string | undefined =>
      cluster.run(`kubectl annotate deployment/shop kubernetes.io/change-cause=${cause}`).error;
    expect([annotate('one'), annotate('two')]).toEqual([undefined, undefined]);
  });

  test('delete', () => {
    expect(cluster.run('kubectl delete deployment/shop').output).toBe(
      'deployment.apps "shop" deleted from default namespace\n',
    );
    expect(cluster.run('kubectl delete deployment shop').error).toBe('deployments.apps "shop" not found');
  });
});
