import { SCALE_DOWN_DEADLINE_ANNOTATION } from '../../api/rollouts/names.ts';
import { availableReplicas, getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { humanDuration } from '../../api/durations.ts';
import { parseTime } from '../../api/times.ts';

/** The part that a ReplicaSet plays in its rollout. */
export type Role = 'canary' | 'stable' | 'active' | 'preview' | 'ping' | 'pong';

/** Source: pkg/kubectl-argo-rollouts/info/replicaset_info.go getReplicaSetHealth. */
export function replicaSetHealth({ metadata, spec, status }: ReplicaSet): string {
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) return 'Progressing';
  const failure = (status.conditions ?? []).find(({ type }) => type === 'ReplicaFailure');
  if (failure?.status === 'True') return 'ReplicaFailure';
  if (spec.replicas !== undefined && (status.availableReplicas ?? 0) < spec.replicas) return 'Progressing';
  return spec.replicas === 0 ? 'ScaledDown' : 'Healthy';
}

function canaryRoles(rollout: Rollout, hash: string): readonly Role[] {
  const { stableRS = '', currentPodHash = '', canary } = rollout.status;
  const isStable = stableRS === hash;
  if (!isStable && currentPodHash !== hash) return [];
  const role: Role = isStable ? 'stable' : 'canary';
  if (rollout.spec.strategy.canary?.pingPong === undefined) return [role];
  return [role, (canary.stablePingPong === 'ping') === isStable ? 'ping' : 'pong'];
}

function blueGreenRoles({ status }: Rollout, hash: string): readonly Role[] {
  const roles: Role[] = [];
  if ((status.stableRS ?? '') === hash) roles.push('stable');
  if ((status.blueGreen.activeSelector ?? '') === hash) roles.push('active');
  else if ((status.blueGreen.previewSelector ?? '') === hash) roles.push('preview');
  return roles;
}

const IMAGE_ORDER: readonly Role[] = ['canary', 'stable', 'active', 'preview', 'ping', 'pong'];

/**
 * The roles of a ReplicaSet, as its images are tagged with; of both strategies while a rollout (wrongly) has both.
 * Source: pkg/kubectl-argo-rollouts/info/replicaset_info.go GetReplicaSetInfo, rollout_info.go Images.
 */
export function rolesOf(rollout: Rollout, replicaSet: ReplicaSet): readonly Role[] {
  const hash = getPodTemplateHash(replicaSet);
  const { canary, blueGreen } = rollout.spec.strategy;
  const roles = [
    ...(canary === undefined ? [] : canaryRoles(rollout, hash)),
    ...(blueGreen === undefined ? [] : blueGreenRoles(rollout, hash)),
  ];
  return IMAGE_ORDER.filter((role) => roles.includes(role));
}

/**
 * The roles that the tree shows beside a ReplicaSet: stable first, and one of canary, active and preview.
 * Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go PrintReplicaSetInfo.
 */
export function shownRoles(roles: readonly Role[]): readonly Role[] {
  const side = roles.find((role) => role === 'canary' || role === 'active' || role === 'preview');
  return [
    ...roles.filter((role) => role === 'stable'),
    ...(side === undefined ? [] : [side]),
    ...roles.filter((role) => role === 'ping' || role === 'pong'),
  ];
}

/**
 * `delay:25s`: how long the ReplicaSet still waits for its scale-down; undefined if it does not.
 * Source: pkg/kubectl-argo-rollouts/info/replicaset_info.go ScaleDownDelay.
 */
export function scaleDownDelay({ metadata }: ReplicaSet, nowMs: number): string | undefined {
  const deadline = metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] ?? '';
  if (deadline === '') return undefined;
  const deadlineMs = parseTime(deadline);
  if (deadlineMs === undefined) return 'delay:';
  return deadlineMs < nowMs ? 'delay:passed' : `delay:${humanDuration(deadlineMs - nowMs)}`;
}

/**
 * The share of the canary in percent of the whole, as far as pods that are available tell: 3 of 4 is 75 at a weight of 100 for all.
 * Source: pkg/kubectl-argo-rollouts/info/rollout_info.go NewRolloutInfo.
 */
export function shareOfAvailable(replicaSet: ReplicaSet, rollout: Rollout, maxWeight: number): number {
  return Math.trunc((availableReplicas(replicaSet) * maxWeight) / (rollout.status.availableReplicas ?? 0));
}
