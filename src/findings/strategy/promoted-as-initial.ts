import { revision } from '../../api/rollouts/replica-sets.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const promotedAsInitial: FindingRule = {
  id: 'finding.initialDeploy.again',
  title: 'An update counts as a first deployment',
  statement:
    'When the stable ReplicaSet is gone, or the active Service has no hash, the new version becomes stable at once, without steps or pause and before a pod is ready.',
  template: 'revision {revision} of {name} became stable as an "Initial deploy", without steps',
  severity: 'trap',
  source: 'rollout/sync.go shouldFullPromote',
  example: {
    inputs: { name: 'shop', revision: 3 },
    text: 'revision 3 of shop became stable as an "Initial deploy", without steps',
  },
  find: perRollout((history) =>
    history.instants.flatMap(({ atMs, lastSeq, rollout, before, events }) => {
      const again = before?.status.stableRS !== undefined && (revision(rollout) ?? 0) > 1;
      const isInitial = events.some(
        ({ reason, message }) => reason === 'RolloutCompleted' && message.endsWith(': Initial deploy'),
      );
      if (!again || !isInitial) return [];
      return [{ atMs, lastSeq, inputs: { name: nameOf(rollout), revision: revision(rollout) ?? 0 } }];
    }),
  ),
};
