import type { PodDisruptionBudgetStatus, PolicyCondition } from './shape/policy.ts';
import { formatTime } from './times.ts';

const DISRUPTION_ALLOWED = 'DisruptionAllowed';

/** A condition of a budget, whose time changes with its status alone. Source: k8s.io/apimachinery/pkg/api/meta/conditions.go SetStatusCondition. */
export function setBudgetCondition(
  status: PodDisruptionBudgetStatus,
  holds: boolean,
  reason: string,
  message: string,
  nowMs: number,
): PodDisruptionBudgetStatus {
  const before = status.conditions?.find(({ type }) => type === DISRUPTION_ALLOWED);
  const condition: PolicyCondition = {
    type: DISRUPTION_ALLOWED,
    status: holds ? 'True' : 'False',
    observedGeneration: status.observedGeneration,
    lastTransitionTime: formatTime(nowMs),
    reason,
    message,
  };
  const kept = before?.status === condition.status ? { lastTransitionTime: before.lastTransitionTime } : {};
  const others = status.conditions?.filter(({ type }) => type !== DISRUPTION_ALLOWED) ?? [];
  return { ...status, conditions: [...others, { ...condition, ...kept }] };
}

/**
 * Says whether pods may be evicted. Source: k8s.io/component-helpers/apps/poddisruptionbudget/helpers.go UpdateDisruptionAllowedCondition.
 */
export function tellDisruptionsAllowed(status: PodDisruptionBudgetStatus, nowMs: number): PodDisruptionBudgetStatus {
  const allowed = status.disruptionsAllowed > 0;
  return setBudgetCondition(status, allowed, allowed ? 'SufficientPods' : 'InsufficientPods', '', nowMs);
}

/** Source: k8s.io/component-helpers/apps/poddisruptionbudget/helpers.go ConditionsAreUpToDate. */
export function tellsDisruptionsAllowed(status: PodDisruptionBudgetStatus, generation: number | undefined): boolean {
  const condition = status.conditions?.find(({ type }) => type === DISRUPTION_ALLOWED);
  if (condition === undefined || status.observedGeneration !== generation) return false;
  const allowed = status.disruptionsAllowed > 0;
  return (
    condition.status === (allowed ? 'True' : 'False') &&
    condition.reason === (allowed ? 'SufficientPods' : 'InsufficientPods')
  );
}
