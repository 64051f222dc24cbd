import { skipsPause } from './promote.ts';
import type { Because, Decided, Write } from '../../api/reason.ts';
import { SERVICE } from '../../api/resources.ts';
import { isFullyPromoted, REASON } from '../../api/rollouts/conditions.ts';
import { MANAGED_BY_ANNOTATION, PAUSE_REASON_BLUE_GREEN, POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Service } from '../../api/shape/core.ts';
import { namespaceOf, type RolloutContext, sendEvent } from './context.ts';
import { isSaturated } from './decide/annotations.ts';
import { readyForPause } from './decide/new-replicas.ts';
import { type BlueGreenPauseEnd, blueGreenPauseEnd, isAborted } from './decide/pause-context.ts';
import { blueGreenFastTrack, completedPrePromotionAnalysis, type FastTrack, haltProgress } from './decide/pause.ts';
import { isReplicaSetAvailable, isReplicaSetPartiallyAvailable } from './decide/replica-availability.ts';
import {
  isDynamicallyRollingBackToStable,
  isPingPongEnabled,
  stableAndCanaryServices,
} from '../../api/rollouts/traffic.ts';
import { nothing, sum } from '../../api/input-functions.ts';
import { DEADLINE, hashOf, isNewOf, replicasOf } from './rules/inputs.ts';
import {
  activeServiceAborted,
  activeServiceAutomatic,
  activeServiceCheckPoint,
  activeServiceElapsed,
  activeServiceFirst,
  activeServicePromoted,
  activeServiceResumed,
  activeServiceReturns,
  canaryService,
  canaryServiceAborted,
  pingPongService,
  previewService,
  serviceManaged,
  stableService,
} from './rules/services.ts';

export interface SwitchedService {
  /** The Service in hand. */
  readonly service: Service;
  /** As it is stored now. */
  readonly stored: Service;
}

/**
 * Moves the hash in a Service's selector; the first time the Service is also marked as managed. Returns the Service in hand, which knows its new
 * hash but not the mark. Source: rollout/service.go switchServiceSelector.
 */
export function switchServiceSelector(
  context: RolloutContext,
  service: Service,
  { value: hash, because }: Decided<string>,
): SwitchedService {
  const { rollout, base } = context;
  const name = service.metadata.name ?? '';
  const old = service.spec.selector?.[POD_TEMPLATE_HASH_LABEL];
  const managed = service.metadata.annotations?.[MANAGED_BY_ANNOTATION] !== undefined;
  if (old === hash && managed) return { service, stored: service };
  const selector = { [POD_TEMPLATE_HASH_LABEL]: hash };
  const patch = managed
    ? { spec: { selector } }
    : { metadata: { annotations: { [MANAGED_BY_ANNOTATION]: rollout.metadata.name ?? '' } }, spec: { selector } };
  const marked = serviceManaged.because((write) => ({ rollout: write.of(rollout, 'metadata.name') }));
  const stored = base.env.api.patch(SERVICE, service.metadata.namespace ?? 'default', name, patch, {
    because: [because, marked],
  });
  const message = `Switched selector for service '${name}' from '${old ?? ''}' to '${hash}'`;
  sendEvent(context, 'Normal', REASON.switchService, message);
  const known = { ...service, spec: { ...service.spec, selector: { ...service.spec.selector, ...selector } } };
  return { service: known, stored };
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
  because: Because,
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
  switchServiceSelector(context, service, { value: hash, because });
}

/** Source: rollout/service.go reconcilePingAndPongService. */
export function reconcilePingAndPongService(context: RolloutContext): void {
  const { rollout, newRS } = context;
  if (!isPingPongEnabled(rollout) || isFullyPromoted(rollout)) return;
  const because = pingPongService.because((write) => ({
    hash: hashOf(write, newRS),
    isNew: isNewOf(write, context, newRS),
  }));
  ensureServiceTargets(context, stableAndCanaryServices(rollout, true).canary, newRS, false, because);
}

/** Source: rollout/service.go reconcileStableAndCanaryService. */
export function reconcileStableAndCanaryService(context: RolloutContext): void {
  const { rollout, newRS, stableRS, pause } = context;
  const { canary } = rollout.spec.strategy;
  if (canary === undefined) return;
  const becauseOfStable = stableService.because((write) => ({
    ...podsOf(write, stableRS),
    stableHash: write.of(rollout, 'status.stableRS'),
  }));
  ensureServiceTargets(context, canary.stableService, stableRS, true, becauseOfStable);
  if (isAborted(pause) && canary.trafficRouting === undefined) {
    ensureServiceTargets(context, canary.canaryService, stableRS, true, becauseOfAbort(context));
    return;
  }
  // An undersized stable ReplicaSet must not get all traffic at once.
  if (newRS !== undefined && isDynamicallyRollingBackToStable(rollout, newRS) !== undefined) return;
  const because = canaryService.because((write) => ({
    ...podsOf(write, newRS),
    isNew: isNewOf(write, context, newRS),
  }));
  ensureServiceTargets(context, canary.canaryService, newRS, true, because);
}

function podsOf(write: Write, rs: ReplicaSet | undefined) {
  const available = rs === undefined ? nothing.of() : sum.of(write.of(rs, 'status.availableReplicas'));
  return { hash: hashOf(write, rs), available };
}

/** Why the canary Service goes back to the stable version. */
export function becauseOfAbort({ pause, stableRS }: RolloutContext): Because {
  return canaryServiceAborted.because((write) => ({
    hash: hashOf(write, stableRS),
    stableHash: write.of(pause.rollout, 'status.stableRS'),
    abort: write.of(pause.rollout, 'status.abort'),
  }));
}

/** The two Services of a blue-green rollout, as listed. */
export interface BlueGreenServices {
  preview: Service | undefined;
  active: Service;
  /** As they are stored now. */
  stored: { preview: Service | undefined; active: Service };
}

/** Throws NotFound. Source: rollout/service.go getPreviewAndActiveServices. */
export function getPreviewAndActiveServices(context: RolloutContext): BlueGreenServices {
  const { blueGreen } = context.rollout.spec.strategy;
  const { api } = context.base.env;
  const namespace = namespaceOf(context);
  const preview = blueGreen?.previewService ?? '';
  const stored = {
    preview: preview === '' ? undefined : api.get(SERVICE, namespace, preview),
    active: api.get(SERVICE, namespace, blueGreen?.activeService ?? ''),
  };
  return { ...stored, stored };
}

/** The preview Service follows the new ReplicaSet. Source: rollout/service.go reconcilePreviewService. */
export function reconcilePreviewService(context: RolloutContext, services: BlueGreenServices): void {
  const { newRS, rollout } = context;
  if (services.preview === undefined || haltProgress(rollout) !== '') return;
  const because = previewService.because((write) => ({
    hash: hashOf(write, newRS),
    isNew: isNewOf(write, context, newRS),
  }));
  const value = getPodTemplateHash(newRS);
  const { service, stored } = switchServiceSelector(context, services.preview, { value, because });
  services.preview = service;
  services.stored.preview = stored;
}

/**
 * The active Service goes to the new ReplicaSet once that is complete and nothing waits for it; back to the stable one after an abort.
 * Source: rollout/service.go reconcileActiveService.
 */
export function reconcileActiveService(context: RolloutContext, services: BlueGreenServices): void {
  const { newRS, rollout, allRSs, pause, currentArs, base } = context;
  if (newRS === undefined || haltProgress(rollout) !== '') return;
  if (!readyForPause(base.env.reference, rollout, newRS, allRSs) || !isSaturated(rollout, newRS)) return;
  const nowMs = base.env.clock.nowMs();
  const fastTrack = blueGreenFastTrack(rollout, newRS, services.active, skipsPause(context));
  const analysed = completedPrePromotionAnalysis(rollout, currentArs.blueGreenPrePromotion?.status.phase);
  const end = analysed ? blueGreenPauseEnd(pause, nowMs) : undefined;
  const why = end ?? fastTrack;
  const because = activeServiceAborted.because((write) => ({
    abort: write.of(rollout, 'status.abort'),
    stableHash: write.of(rollout, 'status.stableRS'),
  }));
  let target: Decided<string>;
  if (rollout.status.abort === true) target = { value: rollout.status.stableRS ?? '', because };
  else if (why === undefined) {
    target = { value: services.active.spec.selector?.[POD_TEMPLATE_HASH_LABEL] ?? '', because };
  } else {
    const switched = becauseOfSwitch({ context, newRS, active: services.active, nowMs }, fastTrack ?? why);
    target = { value: getPodTemplateHash(newRS), because: switched };
  }
  const { service, stored } = switchServiceSelector(context, services.active, target);
  services.active = service;
  services.stored.active = stored;
}

interface SwitchInHand {
  readonly context: RolloutContext;
  readonly newRS: ReplicaSet;
  readonly active: Service;
  readonly nowMs: number;
}

/** Why the active Service goes to the new version; the controller asks the same before each of these. */
function becauseOfSwitch({ context, newRS, active, nowMs }: SwitchInHand, why: FastTrack | BlueGreenPauseEnd): Because {
  const { rollout } = context.pause;
  const complete = (write: Write) => ({ ...podsOf(write, newRS), replicas: replicasOf(write, rollout) });
  const blueGreen = 'spec.strategy.blueGreen';
  const pausedAt = `status.pauseConditions[reason=${PAUSE_REASON_BLUE_GREEN}].startTime`;
  switch (why) {
    case 'noActive':
    case 'active':
      return activeServiceFirst.because((write) => ({
        ...complete(write),
        activeHash: write.of(active, `spec.selector[${POD_TEMPLATE_HASH_LABEL}]`),
      }));
    case 'deadline':
      return activeServiceReturns.because((write) => ({ ...complete(write), deadline: write.of(newRS, DEADLINE) }));
    case 'promoteFull':
      return activeServicePromoted.because((write) => ({
        ...complete(write),
        promoteFull: write.of(rollout, 'status.promoteFull'),
      }));
    case 'automatic':
      return activeServiceAutomatic.because((write) => ({
        ...complete(write),
        autoPromotionEnabled: write.of(rollout, `${blueGreen}.autoPromotionEnabled`),
        autoPromotionSeconds: write.of(rollout, `${blueGreen}.autoPromotionSeconds`),
      }));
    case 'elapsed':
      return activeServiceElapsed.because((write) => ({
        hash: hashOf(write, newRS),
        seconds: write.of(rollout, `${blueGreen}.autoPromotionSeconds`),
        pausedAt: write.of(rollout, pausedAt),
        nowMs: write.now(nowMs),
      }));
    case 'resumed':
      return activeServiceResumed.because((write) => ({
        ...complete(write),
        controllerPause: write.of(rollout, 'status.controllerPause'),
        pauseStartTime: write.of(rollout, pausedAt),
      }));
    case 'checkPoint':
      return activeServiceCheckPoint.because((write) => ({
        ...complete(write),
        scaleUpPreviewCheckPoint: write.of(rollout, 'status.blueGreen.scaleUpPreviewCheckPoint'),
      }));
  }
}
