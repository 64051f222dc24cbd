import { type FindingRule, perRollout } from '../finding.ts';
import { hangs } from '../hang.ts';
import { nameOf } from '../names.ts';

export const dynamicAbortHang: FindingRule = {
  id: 'finding.dynamicStableScale.abort',
  title: 'An abort with dynamicStableScale and abortScaleDownDelaySeconds hangs',
  statement:
    'Stable waits for traffic, traffic for stable pods, and the aborted pods for their delay: with both fields set the weight stays between the two versions after an abort.',
  template: '{name} is aborted, yet {weight} of the traffic stays on the aborted version',
  severity: 'stuck',
  source:
    'rollout/trafficrouting.go calculateDesiredWeightOnAbortOrStableRollback, rollout/replicaset.go reconcileNewReplicaSet',
  upstream: 'argoproj/argo-rollouts#4898',
  example: {
    inputs: { name: 'shop', weight: 50 },
    text: 'shop is aborted, yet 50 of the traffic stays on the aborted version',
  },
  find: perRollout((history) =>
    hangs(
      history,
      ({ rollout }) => {
        const { canary } = rollout.spec.strategy;
        const isConfigured = canary?.dynamicStableScale === true && (canary.abortScaleDownDelaySeconds ?? 0) > 0;
        return isConfigured && rollout.status.abort === true && (rollout.status.canary.weights?.canary.weight ?? 0) > 0;
      },
      ({ rollout }) => ({ name: nameOf(rollout), weight: rollout.status.canary.weights?.canary.weight ?? 0 }),
    ),
  ),
};
