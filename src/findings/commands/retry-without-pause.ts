import type { FindingRule } from '../finding.ts';
import { nameOf } from '../names.ts';
import { commandsThat } from './commands-that.ts';

export const retryWithoutPause: FindingRule = {
  id: 'finding.retry.noPause',
  title: 'A retried blue-green update is promoted without a pause',
  statement:
    'The abort put a scale-down deadline on the preview; a ReplicaSet with a deadline counts as one to roll back to, so that a retry within the delay switches at once.',
  template: '{name} was promoted by its retry, without the pause that its strategy asks for',
  severity: 'trap',
  source: 'rollout/bluegreen.go isBlueGreenFastTracked',
  example: {
    inputs: { name: 'shop' },
    text: 'shop was promoted by its retry, without the pause that its strategy asks for',
  },
  find: commandsThat(({ verb, found }, { rollout }) => {
    const asksForPause = found.spec.strategy.blueGreen?.autoPromotionEnabled === false;
    const switched =
      found.status.blueGreen.activeSelector !== found.status.currentPodHash &&
      rollout.status.blueGreen.activeSelector === rollout.status.currentPodHash;
    return verb === 'retry rollout' && asksForPause && switched ? { name: nameOf(rollout) } : undefined;
  }),
};
