import type { Rollout } from '../../api/shape/rollout.ts';
import type { ReconcilerBase, RolloutContext } from './context.ts';
export function currentAndOtherRuns(
  _base: ReconcilerBase,
  _rollout: Rollout,
): Pick<RolloutContext, 'currentArs' | 'otherArs'> {
  return { currentArs: {}, otherArs: [] };
}
export function reconcileAnalysisRuns(_context: RolloutContext): void {
  return;
}
