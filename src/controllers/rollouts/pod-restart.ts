import { ApiError } from '../../api/errors.ts';
import { evictPod } from '../../api/eviction.ts';
import { count, difference, largest, one, sum } from '../../api/input-functions.ts';
import type { Because, RuleInput, Write } from '../../api/reason.ts';
import { POD } from '../../api/resources.ts';
import { labelSelectorAsSelector } from '../../api/selector.ts';
import { getReplicasOrDefault } from '../../api/rollouts/defaults.ts';
import type { Pod } from '../../api/shape/core.ts';
import { parseTime } from '../../api/times.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { maxUnavailable } from './decide/fenceposts.ts';
import { isPodAvailable } from './decide/pod-availability.ts';
import { getReplicaCountForReplicaSets } from './decide/replica-sums.ts';
import { needsRestart } from './decide/restart.ts';
import { maxUnavailableOf, replicasOf } from './rules/inputs.ts';
import { podsRestarted } from './rules/mirrors.ts';
import { podRestart } from './rules/scaling.ts';

/** The restart of pods is not seen in the ReplicaSets' counts at once: looked at again after this. Source: rollout/restart.go restartPodCheckTime. */
const CHECK_AGAIN_MS = 30_000;

/** Wakes the rollout when its restart is due, if that is before the next resync. Source: rollout/restart.go checkEnqueueRollout. */
function enqueueForRestart({ base, rollout }: RolloutContext): void {
  const nowMs = base.env.clock.nowMs();
  const restartAtMs = parseTime(rollout.spec.restartAt ?? '');
  if (restartAtMs === undefined || nowMs > restartAtMs) return;
  if (nowMs + base.env.resyncPeriodMs > restartAtMs) base.enqueueAfter(rollout, restartAtMs - nowMs);
}

function podsOfRollout(context: RolloutContext): readonly Pod[] {
  const { base, rollout, allRSs } = context;
  const owners = new Set(allRSs.map(({ metadata }) => metadata.uid ?? ''));
  const pods = base.env.api.list(POD, namespaceOf(context), labelSelectorAsSelector(rollout.spec.selector));
  return pods.filter(({ metadata }) => (metadata.ownerReferences ?? []).some(({ uid }) => owners.has(uid)));
}

/**
 * Evicts pods that are older than spec.restartAt, as many as availability allows: maxUnavailable, at least one. Returns how many.
 * Source: rollout/restart.go RolloutPodRestarter.Reconcile.
 * Example: 5 pods, all available, maxUnavailable 1: one pod goes; the next one when its replacement is available.
 */
export function restartPods(context: RolloutContext): number {
  enqueueForRestart(context);
  const { base, rollout, allRSs } = context;
  const nowMs = base.env.clock.nowMs();
  if (!needsRestart(rollout, nowMs)) return 0;
  const restartAtMs = parseTime(rollout.spec.restartAt ?? '') ?? 0;
  const pods = podsOfRollout(context);
  const minReadySeconds = rollout.spec.minReadySeconds ?? 0;
  const available = pods.filter((pod) => isPodAvailable(pod, minReadySeconds, nowMs));
  const wanted = Math.max(getReplicasOrDefault(rollout.spec.replicas), getReplicaCountForReplicaSets(allRSs));
  let canRestart = available.length - (wanted - Math.max(maxUnavailable(rollout), 1));
  let waiting = 0;
  const restarted: Pod[] = [];
  for (const pod of pods) {
    if ((parseTime(pod.metadata.creationTimestamp ?? '') ?? 0) >= restartAtMs) continue;
    waiting += 1;
    if (canRestart <= 0) continue;
    const taken = [...restarted];
    const because = podRestart.because((write) => ({
      restartAt: write.of(rollout, 'spec.restartAt'),
      createdAt: write.before('metadata.creationTimestamp'),
      canRestart: difference.of(namesOf(write, available), leastOf(write, context), namesOf(write, taken)),
    }));
    if (!evict(context, pod, because)) continue;
    canRestart -= 1;
    restarted.push(pod);
  }
  if (waiting !== restarted.length) base.enqueueAfter(rollout, CHECK_AGAIN_MS);
  else {
    context.newStatus = { ...context.newStatus, restartedAt: rollout.spec.restartAt };
    context.statusBecause.push(podsRestarted.because((write) => ({ restartAt: write.of(rollout, 'spec.restartAt') })));
  }
  return restarted.length;
}

function namesOf(write: Write, pods: readonly Pod[]): RuleInput {
  return count.of(...pods.map((pod) => write.of(pod, 'metadata.name')));
}

/** Pods that must stay. */
function leastOf(write: Write, { rollout, allRSs }: RolloutContext): RuleInput {
  const asked = sum.of(...allRSs.map((rs) => write.of(rs, 'spec.replicas')));
  const wanted = largest.of(replicasOf(write, rollout), asked);
  return difference.of(wanted, largest.of(maxUnavailableOf(write, rollout), one.of()));
}

/** False when a PodDisruptionBudget forbids it now. */
function evict(context: RolloutContext, pod: Pod, because: Because): boolean {
  try {
    const { api, clock } = context.base.env;
    evictPod(api, namespaceOf(context), pod.metadata.name ?? '', clock.nowMs(), { because: [because] });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'TooManyRequests') return false;
    throw error;
  }
}
