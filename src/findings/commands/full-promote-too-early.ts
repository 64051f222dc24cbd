import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import type { FindingRule } from '../finding.ts';
import { nameOf } from '../names.ts';
import { commandsThat } from './commands-that.ts';

export const fullPromoteTooEarly: FindingRule = {
  id: 'finding.promote.full.tooEarly',
  title: 'A full promotion right after a change does nothing',
  statement:
    'promote --full compares what the status says of the current and the stable version; before the controller has seen a new template both are the same, and nothing is promoted.',
  template: 'promote --full of {name} did nothing: the controller had not seen the new template yet',
  severity: 'trap',
  source: 'pkg/kubectl-argo-rollouts/cmd/promote/promote.go getPatches',
  example: {
    inputs: { name: 'shop' },
    text: 'promote --full of shop did nothing: the controller had not seen the new template yet',
  },
  find: commandsThat(({ verb, full, found }, { rollout }) => {
    const wasPromoted = isFullyPromoted(found) && !isFullyPromoted(rollout);
    return verb === 'promote' && full && wasPromoted ? { name: nameOf(rollout) } : undefined;
  }),
};
