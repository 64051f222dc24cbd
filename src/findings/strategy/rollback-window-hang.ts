import { type FindingRule, perRollout } from '../finding.ts';
import { hangs } from '../hang.ts';
import { nameOf } from '../names.ts';

export const windowHang: FindingRule = {
  id: 'finding.rollbackWindow.hang',
  title: 'A blue-green rollback within the window is never switched',
  statement:
    'Within rollbackWindow the pause and the analysis before promotion are skipped, but the active Service still waits for them: the rollout stays in "active service cutover pending" until a full promotion.',
  template: '{name} hangs in "{message}": promote does nothing, promote --full helps',
  severity: 'stuck',
  source: 'rollout/bluegreen.go syncRolloutStatusBlueGreen, rollout/service.go reconcileActiveService',
  upstream: 'argoproj/argo-rollouts#3304',
  example: {
    inputs: { name: 'shop', message: 'active service cutover pending' },
    text: 'shop hangs in "active service cutover pending": promote does nothing, promote --full helps',
  },
  find: perRollout((history) =>
    hangs(
      history,
      ({ rollout }) =>
        rollout.spec.rollbackWindow !== undefined &&
        rollout.spec.strategy.blueGreen !== undefined &&
        rollout.status.phase === 'Progressing' &&
        rollout.status.message === 'active service cutover pending',
      ({ rollout }) => ({ name: nameOf(rollout), message: rollout.status.message ?? '' }),
    ),
  ),
};
