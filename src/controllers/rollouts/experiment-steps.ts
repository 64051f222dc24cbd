import type { Rollout } from '../../api/shape/rollout.ts';
import type { ReconcilerBase, RolloutContext } from './context.ts';
export function currentAndOtherExperiments(
  _base: ReconcilerBase,
  _rollout: Rollout,
): Pick<RolloutContext, 'currentEx' | 'otherExs'> {
  return { currentEx: undefined, otherExs: [] };
}
export function reconcileExperiments(_context: RolloutContext): void {
  return;
}
