import type { Rollout } from '../../api/shape/rollout.ts';

/** `2/5`; empty without steps. Source: pkg/kubectl-argo-rollouts/info/rollout_info.go NewRolloutInfo. */
export function stepPosition({ spec, status }: Rollout): string {
  const steps = spec.strategy.canary?.steps ?? [];
  return status.currentStepIndex === undefined || steps.length === 0
    ? ''
    : `${status.currentStepIndex}/${steps.length}`;
}
