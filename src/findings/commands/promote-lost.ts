import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import type { FindingRule } from '../finding.ts';
import { nameOf } from '../names.ts';
import { commandsThat, isPaused, isPausedByAnalysis } from './commands-that.ts';

export const promoteLost: FindingRule = {
  id: 'finding.promote.lost',
  title: 'A promote that finds nothing to resume is lost',
  statement:
    'A blue-green rollout that is not paused, or whose preview is not fully available, forgets a promote: the pause comes, or comes back, as if nobody had promoted.',
  template: 'promote of {name} is lost: {why}',
  severity: 'trap',
  source: 'rollout/bluegreen.go reconcileBlueGreenPause, rollout/pause.go CompletedBlueGreenPause',
  example: {
    inputs: { name: 'shop', why: 'it was not paused yet' },
    text: 'promote of shop is lost: it was not paused yet',
  },
  find: commandsThat(({ verb, full, found }, { rollout }) => {
    if (verb !== 'promote' || full || found.spec.strategy.blueGreen === undefined) return undefined;
    const active = rollout.status.blueGreen.activeSelector;
    if (isFullyPromoted(found) || active === found.status.currentPodHash) return undefined;
    if (isPausedByAnalysis(found) || rollout.status.blueGreen.scaleUpPreviewCheckPoint === true) return undefined;
    const why = isPaused(found)
      ? 'automatic promotion is on, or the preview is not fully available; the pause begins anew'
      : 'it was not paused yet, and the pause will come all the same';
    return { name: nameOf(rollout), why };
  }),
};
