import type { RolloutContext } from './context.ts';
export function reconcileTrafficRouting(context: RolloutContext): void {
  context.newStatus = { ...context.newStatus, canary: { ...context.newStatus.canary, weights: undefined } };
}
