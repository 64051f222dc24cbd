import type { RolloutStatus } from '../../api/shape/rollout.ts';
import type { RolloutContext } from './context.ts';
export function reconcileStepPlugin(_context: RolloutContext): void {
  return;
}
export function isStepPluginCompleted(_context: RolloutContext): boolean {
  return false;
}
export function withStepPluginStatuses(context: RolloutContext, status: RolloutStatus): RolloutStatus {
  const { stepPluginStatuses } = context.rollout.status.canary;
  return { ...status, canary: { ...status.canary, stepPluginStatuses } };
}
