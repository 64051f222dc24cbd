import { tellDisruptionsAllowed } from './disruption.ts';
import { ApiError } from './errors.ts';
import { defineRule, isIntOrNull } from './reason.ts';
import { POD, POD_DISRUPTION_BUDGET } from './resources.ts';
import { readableSelector } from './selector.ts';
import type { ApiServer, WriteOptions } from './server.ts';
import type { Pod } from './shape/core.ts';
import type { PodDisruptionBudget } from './shape/policy.ts';
import { formatTime } from './times.ts';

export const disruptionTaken = defineRule({
  id: 'eviction.budget',
  title: 'An eviction takes one disruption from its budget',
  statement:
    'The API server counts an eviction in the PodDisruptionBudget that protects the pod before it deletes the pod.',
  template: 'an eviction takes one of {allowed} allowed disruptions',
  source: 'pkg/registry/core/pod/storage/eviction.go checkAndDecrement',
  explains: 'detail',
  path: 'status.disruptionsAllowed',
  inputs: { allowed: isIntOrNull },
  formula: ({ allowed }) => (allowed ?? 0) - 1,
  example: { inputs: { allowed: 2 }, value: 1, text: 'an eviction takes one of 2 allowed disruptions' },
});

/** More pods than this whose deletion is not confirmed are too many. Source: eviction.go MaxDisruptedPodSize. */
const MAX_DISRUPTED = 2000;

/** The budgets whose selector matches a pod; one that cannot be read matches none. Source: eviction.go getPodDisruptionBudgets. */
export function budgetsOf(api: ApiServer, { metadata }: Pod): readonly PodDisruptionBudget[] {
  return api
    .list(POD_DISRUPTION_BUDGET, metadata.namespace ?? '')
    .filter(({ spec }) => readableSelector(spec.selector)?.matches(metadata.labels) === true);
}

/** Pods that serve nobody yet, or no more, are not protected. Source: eviction.go canIgnorePDB. */
function isUnprotected({ metadata, status }: Pod): boolean {
  const { phase } = status;
  return phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending' || metadata.deletionTimestamp !== undefined;
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: holds }) => type === 'Ready' && holds === 'True') ?? false;
}

/** Whether a pod that is not ready may go without being counted. */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
}

/** Takes one disruption from a budget; throws TooManyRequests if it has none. Source: eviction.go checkAndDecrement. */
function takeDisruption(api: ApiServer, budget: PodDisruptionBudget, pod: string, nowMs: number): void {
  const { metadata, status } = budget;
  const refused = new ApiError('TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.");
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0) || status.disruptionsAllowed === 0) throw refused;
  const forbidden = (why: string): ApiError =>
    new ApiError('Forbidden', `poddisruptionbudget.policy "${metadata.name ?? ''}" is forbidden: ${why}`);
  if (status.disruptionsAllowed < 0) throw forbidden('pdb disruptions allowed is negative');
  const disruptedPods = { ...status.disruptedPods, [pod]: formatTime(nowMs) };
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED) {
    throw forbidden('DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  }
  const taken = { ...status, disruptionsAllowed: status.disruptionsAllowed - 1, disruptedPods };
  const told = taken.disruptionsAllowed === 0 ? tellDisruptionsAllowed(taken, nowMs) : taken;
  const because = disruptionTaken.because((write) => ({ allowed: write.before('status.disruptionsAllowed') }));
  api.updateStatus(POD_DISRUPTION_BUDGET, { ...budget, status: told }, { because: [because] });
}

/**
 * Deletes a pod if its PodDisruptionBudget lets it go; throws TooManyRequests if that is not so now.
 * Source: k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go Create.
 */
export function evictPod(
  api: ApiServer,
  namespace: string,
  name: string,
  nowMs: number,
  options: WriteOptions = {},
): void {
  const pod = api.get(POD, namespace, name);
  const [budget, ...others] = isUnprotected(pod) ? [] : budgetsOf(api, pod);
  if (others.length > 0) {
    throw new ApiError(
      'InternalError',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  if (budget !== undefined && (isReady(pod) || !mayGoUnready(budget))) takeDisruption(api, budget, name, nowMs);
  api.delete(POD, namespace, name, options);
}
