import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const settledThenAborted: FindingRule = {
  id: 'finding.deadline.settledAbort',
  title: 'The progress deadline aborts a rollout that was not updating',
  statement:
    'With progressDeadlineAbort a rollout whose pods turn unready, without any update, is aborted after the deadline and stays Degraded when the pods are back.',
  template: '{name} was aborted by its progress deadline although no update was under way',
  severity: 'trap',
  source: 'rollout/sync.go calculateRolloutConditions, utils/conditions/conditions.go RolloutTimedOut',
  upstream: 'argoproj/argo-rollouts#1624',
  example: {
    inputs: { name: 'shop' },
    text: 'shop was aborted by its progress deadline although no update was under way',
  },
  find: perRollout(({ writes }) =>
    writes.flatMap(({ atMs, seq, before, after }) => {
      if (before === undefined || before.status.abort === true || after.status.abort !== true) return [];
      if (after.spec.progressDeadlineAbort !== true || !isFullyPromoted(before)) return [];
      const inputs = { name: nameOf(after) };
      return [{ atMs, lastSeq: seq, field: 'spec.progressDeadlineAbort', inputs, evidence: [seq] }];
    }),
  ),
};
