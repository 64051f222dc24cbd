import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import type { FindingRule } from '../finding.ts';
import { nameOf } from '../names.ts';
import { commandsThat, isPaused } from './commands-that.ts';

export const promoteSkips: FindingRule = {
  id: 'finding.promote.skips',
  title: 'A promote without a pause skips the current step',
  statement:
    'A plain promote of a canary that is not paused raises the step index: the step under way is skipped before its pods are ready.',
  template: 'promote of {name} skipped step {step}, which was still under way',
  severity: 'trap',
  source: 'pkg/kubectl-argo-rollouts/cmd/promote/promote.go getPatches',
  example: { inputs: { name: 'shop', step: 0 }, text: 'promote of shop skipped step 0, which was still under way' },
  find: commandsThat(({ verb, full, found }) => {
    if (verb !== 'promote' || full || isPaused(found) || found.spec.paused === true) return undefined;
    if (found.spec.strategy.canary === undefined || isFullyPromoted(found)) return undefined;
    const { step, index = 0 } = getCurrentCanaryStep(found);
    if (step === undefined || found.status.abort === true) return undefined;
    return { name: nameOf(found), step: index };
  }),
};
