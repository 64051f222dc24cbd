import { from } from '../../api/reason.ts';
import { SERVICE } from '../../api/resources.ts';
import { isFullyPromoted, REASON } from '../../api/rollouts/conditions.ts';
import { MANAGED_BY_ANNOTATION, POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Service } from '../../api/shape/core.ts';
import { namespaceOf, type RolloutContext, sendEvent } from './context.ts';
import { isSaturated } from './decide/annotations.ts';
import { readyForPause } from './decide/new-replicas.ts';
import { isAborted, completedBlueGreenPause } from './decide/pause-context.ts';
import { completedPrePromotionAnalysis, haltProgress, isBlueGreenFastTracked } from './decide/pause.ts';
import { isReplicaSetAvailable, isReplicaSetPartiallyAvailable } from './decide/replica-availability.ts';
import {
  isDynamicallyRollingBackToStable,
  isPingPongEnabled,
  stableAndCanaryServices,
} from '../../api/rollouts/traffic.ts';
import { serviceSwitch } from './rules/status.ts';

/**
 * Moves the hash in a Service's selector; the first time the Service is also marked as managed. Returns the Service in hand, which knows its new
 * hash but not the mark. Source: rollout/service.go switchServiceSelector.
 */
export function switchServiceSelector(context: RolloutContext, service: Service, hash: string): Service {
  const { rollout, base } = context;
  const name = service.metadata.name ?? '';
  const old = service.spec.selector?.[POD_TEMPLATE_HASH_LABEL];
  const managed = service.metadata.annotations?.[MANAGED_BY_ANNOTATION] !== undefined;
  if (old === hash && managed) return service;
  const selector = { [POD_TEMPLATE_HASH_LABEL]: hash };
  const patch = managed
    ? { spec: { selector } }
    : { metadata: { annotations: { [MANAGED_BY_ANNOTATION]: rollout.metadata.name ?? '' } }, spec: { selector } };
  const because = () =>
    serviceSwitch.because({
      service: from('metadata.name', name),
      from: from('spec.selector', old ?? ''),
      to: from('the ReplicaSet', hash),
    });
  base.env.api.patch(SERVICE, service.metadata.namespace ?? 'default', name, patch, { because: [because] });
  const message = `Switched selector for service '${name}' from '${old ?? ''}' to '${hash}'`;
  sendEvent(context, 'Normal', REASON.switchService, message);
  return { ...service, spec: { ...service.spec, selector: { ...service.spec.selector, ...selector } } };
}

/**
 * Points a Service at a ReplicaSet that can serve: fully available when the Service is taken over, else at least one pod, unless availability
 * does not matter. Source: rollout/service.go ensureSVCTargets.
 */
export function ensureServiceTargets(
  context: RolloutContext,
  name: string | undefined,
  rs: ReplicaSet | undefined,
  checkAvailability: boolean,
): void {
  if (rs === undefined || name === undefined || name === '') return;
  const service = context.base.env.api.get(SERVICE, namespaceOf(context), name);
  const hash = getPodTemplateHash(rs);
  if ((service.spec.selector?.[POD_TEMPLATE_HASH_LABEL] ?? '') === hash) return;
  const managed = service.metadata.annotations?.[MANAGED_BY_ANNOTATION] !== undefined;
  if (checkAvailability) {
    if (!managed && !isReplicaSetAvailable(rs)) return;
    if (!isReplicaSetPartiallyAvailable(rs)) return;
  }
  switchServiceSelector(context, service, hash);
}

/** Source: rollout/service.go reconcilePingAndPongService. */
export function reconcilePingAndPongService(context: RolloutContext): void {
  const { rollout, newRS } = context;
  if (!isPingPongEnabled(rollout) || isFullyPromoted(rollout)) return;
  ensureServiceTargets(context, stableAndCanaryServices(rollout, true).canary, newRS, false);
}

/** Source: rollout/service.go reconcileStableAndCanaryService. */
export function reconcileStableAndCanaryService(context: RolloutContext): void {
  const { rollout, newRS, stableRS, pause } = context;
  const { canary } = rollout.spec.strategy;
  if (canary === undefined) return;
  ensureServiceTargets(context, canary.stableService, stableRS, true);
  if (isAborted(pause) && canary.trafficRouting === undefined) {
    ensureServiceTargets(context, canary.canaryService, stableRS, true);
    return;
  }
  // An undersized stable ReplicaSet must not get all traffic at once.
  if (newRS !== undefined && isDynamicallyRollingBackToStable(rollout, newRS) !== undefined) return;
  ensureServiceTargets(context, canary.canaryService, newRS, true);
}

/** The two Services of a blue-green rollout, as listed. */
export interface BlueGreenServices {
  preview: Service | undefined;
  active: Service;
}

/** Throws NotFound. Source: rollout/service.go getPreviewAndActiveServices. */
export function getPreviewAndActiveServices(context: RolloutContext): BlueGreenServices {
  const { blueGreen } = context.rollout.spec.strategy;
  const { api } = context.base.env;
  const namespace = namespaceOf(context);
  const preview = blueGreen?.previewService ?? '';
  return {
    preview: preview === '' ? undefined : api.get(SERVICE, namespace, preview),
    active: api.get(SERVICE, namespace, blueGreen?.activeService ?? ''),
  };
}

/** The preview Service follows the new ReplicaSet. Source: rollout/service.go reconcilePreviewService. */
export function reconcilePreviewService(context: RolloutContext, services: BlueGreenServices): void {
  const { newRS, rollout } = context;
  if (services.preview === undefined || haltProgress(rollout) !== '') return;
  services.preview = switchServiceSelector(context, services.preview, getPodTemplateHash(newRS));
}

/**
 * The active Service goes to the new ReplicaSet once that is complete and nothing waits for it; back to the stable one after an abort.
 * Source: rollout/service.go reconcileActiveService.
 */
export function reconcileActiveService(context: RolloutContext, services: BlueGreenServices): void {
  const { newRS, rollout, allRSs, pause, currentArs, base } = context;
  if (newRS === undefined || haltProgress(rollout) !== '') return;
  if (!readyForPause(rollout, newRS, allRSs) || !isSaturated(rollout, newRS)) return;
  const newHash = getPodTemplateHash(newRS);
  let hash = services.active.spec.selector?.[POD_TEMPLATE_HASH_LABEL] ?? '';
  if (isBlueGreenFastTracked(rollout, newRS, services.active)) hash = newHash;
  const analysed = completedPrePromotionAnalysis(rollout, currentArs.blueGreenPrePromotion?.status.phase);
  if (completedBlueGreenPause(pause, base.env.clock.nowMs()) && analysed) hash = newHash;
  if (rollout.status.abort === true) hash = rollout.status.stableRS ?? '';
  services.active = switchServiceSelector(context, services.active, hash);
}
