import type { ReplicaSet } from '../../../../src/api/shape/apps.ts';
import type { CanaryStrategy, Rollout, RolloutStatus } from '../../../../src/api/shape/rollout.ts';

const template = { metadata: {}, spec: { containers: [] } };

/** A canary at a weight, in the middle of an update from `old` to `new`. */
export function canaryRollout(replicas: number, canary: CanaryStrategy, status: Partial<RolloutStatus> = {}): Rollout {
  return {
    metadata: { name: 'shop', namespace: 'store' },
    spec: { replicas, selector: { matchLabels: { app: 'shop' } }, template, strategy: { canary } },
    status: { canary: {}, blueGreen: {}, currentPodHash: 'new', stableRS: 'old', currentStepIndex: 0, ...status },
  };
}

/** A ReplicaSet of a hash, with as many pods as asked for unless told otherwise. */
export function replicaSetOf(hash: string, replicas: number, available = replicas): ReplicaSet {
  return {
    metadata: { name: `shop-${hash}`, uid: `uid-${hash}`, labels: { 'rollouts-pod-template-hash': hash } },
    spec: { replicas, selector: null, template },
    status: { replicas, readyReplicas: available, availableReplicas: available },
  };
}
