import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import type { FindingRule } from '../finding.ts';
import { nameOf } from '../names.ts';
import { commandsThat } from './commands-that.ts';

export const abortLost: FindingRule = {
  id: 'finding.abort.lost',
  title: 'An abort of a full promotion is ignored',
  statement:
    'While a full promotion is under way, or a rollback within the window, an abort is taken back in the same instant.',
  template: 'abort of {name} is lost: {why}',
  severity: 'trap',
  source: 'rollout/canary.go syncRolloutStatusCanary',
  upstream: 'argoproj/argo-rollouts#4461',
  example: {
    inputs: { name: 'shop', why: 'a full promotion is under way' },
    text: 'abort of shop is lost: a full promotion is under way',
  },
  find: commandsThat(({ verb, found }, { rollout }) => {
    if (verb !== 'abort' || isFullyPromoted(found) || rollout.status.abort === true) return undefined;
    if (found.status.abort === true) return undefined;
    const why =
      found.status.promoteFull === true
        ? 'a full promotion is under way'
        : 'the update is a rollback that skips the steps';
    return { name: nameOf(rollout), why };
  }),
};
