import { revision } from '../../api/rollouts/replica-sets.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const thresholdLeavesPods: FindingRule = {
  id: 'finding.threshold.promotes',
  title: 'A progress threshold also ends the update',
  statement:
    'replicaProgressThreshold lets a step go on without all pods; at the last step it makes the new version stable while pods are missing.',
  template: 'revision {revision} of {name} became stable with {available} of {replicas} pods',
  severity: 'trap',
  source: 'rollout/sync.go shouldFullPromote, utils/replicaset/canary.go ReplicaProgressThresholdMet',
  example: {
    inputs: { name: 'shop', revision: 2, available: 7, replicas: 10 },
    text: 'revision 2 of shop became stable with 7 of 10 pods',
  },
  find: perRollout((history) =>
    history.instants.flatMap(({ atMs, lastSeq, rollout, before, replicaSets }) => {
      const { status, spec } = rollout;
      if (spec.strategy.canary?.replicaProgressThreshold === undefined) return [];
      if (before?.status.stableRS === undefined || before.status.stableRS === status.stableRS) return [];
      const stable = replicaSets.find(
        ({ metadata }) => metadata.labels?.['rollouts-pod-template-hash'] === status.stableRS,
      );
      const available = stable?.status.availableReplicas ?? 0;
      const replicas = spec.replicas ?? 1;
      if (available >= replicas) return [];
      return [
        { atMs, lastSeq, inputs: { name: nameOf(rollout), revision: revision(rollout) ?? 0, available, replicas } },
      ];
    }),
  ),
};
