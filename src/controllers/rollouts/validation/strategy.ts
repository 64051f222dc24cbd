import { intValue, type IntOrString } from '../../../api/int-or-string.ts';
import {
  getMaxSurgeOrDefault,
  getMaxUnavailableOrDefault,
  getRevisionHistoryLimitOrDefault,
} from '../../../api/rollouts/defaults.ts';
import type { AntiAffinity, BlueGreenStrategy, CanaryStrategy, Rollout } from '../../../api/shape/rollout.ts';
import { routersOf, routersSupport } from '../../../routers/table.ts';
import { validateCanaryStep } from './canary-step.ts';
import { type FieldError, invalid, required } from '../../../api/field-error.ts';
import * as say from './messages.ts';

/** Exactly one strategy, and that without mistakes. Source: ValidateRolloutStrategy. */
export function validateRolloutStrategy(rollout: Rollout, field: string): FieldError[] {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined && canary !== undefined) {
    return [invalid(`${field}.strategy`, 'blueGreen: true canary: true', say.MULTIPLE_STRATEGIES)];
  }
  if (blueGreen !== undefined) return validateBlueGreen(rollout, blueGreen, field);
  if (canary !== undefined) return validateCanary(rollout, canary, field);
  return [required(`${field}.strategy`, say.missingField('.spec.strategy.canary or .spec.strategy.blueGreen'))];
}

/** Source: ValidateRolloutStrategyBlueGreen. */
function validateBlueGreen(rollout: Rollout, blueGreen: BlueGreenStrategy, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (blueGreen.activeService === (blueGreen.previewService ?? '')) {
    errors.push(invalid(`${field}.activeService`, blueGreen.activeService, say.DUPLICATED_BLUE_GREEN_SERVICES));
  }
  const limit = blueGreen.scaleDownDelayRevisionLimit;
  if (limit !== undefined && getRevisionHistoryLimitOrDefault(rollout) < limit) {
    errors.push(invalid(`${field}.scaleDownDelayRevisionLimit`, limit, say.SCALE_DOWN_LIMIT_TOO_LARGE));
  }
  return [...errors, ...validateAntiAffinity(blueGreen.antiAffinity, `${field}.antiAffinity`)];
}

/** Source: ValidateRolloutStrategyCanary. */
function validateCanary(rollout: Rollout, canary: CanaryStrategy, field: string): FieldError[] {
  const { canaryService = '', stableService = '' } = canary;
  const errors = validateSurge(rollout, `${field}.maxSurge`);
  if (canaryService !== '' && stableService !== '' && canaryService === stableService) {
    errors.push(invalid(`${field}.stableService`, stableService, say.DUPLICATED_CANARY_SERVICES));
  }
  errors.push(...validatePingPong(rollout, canary, field));
  if (routersOf(rollout).some(({ needsServices }) => needsServices(rollout))) {
    for (const [name, value] of Object.entries({ stableService, canaryService })) {
      if (value === '') errors.push(invalid(`${field}.${name}`, value, say.ROUTING_NEEDS_SERVICES));
    }
  }
  errors.push(...validateScaling(rollout, canary, field));
  (canary.steps ?? []).forEach((step, index) => {
    errors.push(...validateCanaryStep(rollout, step, `${field}.steps[${index}]`, field));
  });
  return [...errors, ...validateAntiAffinity(canary.antiAffinity, `${field}.antiAffinity`)];
}

/** Text that is no percentage counts as its whole number, or as 0. Source: getIntOrPercentValue. */
function intOrPercentValue(value: IntOrString): number {
  return typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : intValue(value);
}

/** Source: invalidMaxSurgeMaxUnavailable. */
function validateSurge(rollout: Rollout, field: string): FieldError[] {
  const surge = getMaxSurgeOrDefault(rollout);
  if (intOrPercentValue(surge) !== 0 || intOrPercentValue(getMaxUnavailableOrDefault(rollout)) !== 0) return [];
  return [invalid(field, surge, say.SURGE_AND_UNAVAILABLE_ZERO)];
}

function validatePingPong(rollout: Rollout, { pingPong, trafficRouting }: CanaryStrategy, field: string): FieldError[] {
  if (pingPong === undefined) return [];
  const errors: FieldError[] = [];
  const { pingService, pongService } = pingPong;
  if (trafficRouting !== undefined && !routersSupport(rollout, 'pingPong')) {
    errors.push(invalid(`${field}.trafficRouting.alb`, null, say.PING_PONG_ROUTERS));
  }
  for (const [name, value] of Object.entries({ pingService, pongService })) {
    if (value === '') errors.push(invalid(`${field}.pingPong.${name}`, value, say.PING_PONG_SERVICES));
  }
  if (pingService === pongService) {
    errors.push(invalid(`${field}.pingPong.pingService`, pingService, say.DUPLICATED_PING_PONG));
  }
  const alb = trafficRouting?.alb;
  if (alb !== undefined && (alb.rootService ?? '') === '') {
    errors.push(invalid(`${field}.trafficRouting.alb.rootService`, '', say.MISSED_ALB_ROOT_SERVICE));
  }
  return errors;
}

function validateScaling(rollout: Rollout, canary: CanaryStrategy, field: string): FieldError[] {
  const { trafficRouting: routing, scaleDownDelaySeconds: delay } = canary;
  const dynamic = canary.dynamicStableScale === true;
  const errors: FieldError[] = [];
  if (routing === undefined) {
    if (delay !== undefined) {
      errors.push(invalid(`${field}.scaleDownDelaySeconds`, delay, say.SCALE_DOWN_DELAY_NEEDS_ROUTING));
    }
    if (dynamic) errors.push(invalid(`${field}.dynamicStableScale`, true, say.DYNAMIC_SCALE_NEEDS_ROUTING));
    return errors;
  }
  if (delay !== undefined && dynamic) {
    errors.push(invalid(`${field}.dynamicStableScale`, true, say.DYNAMIC_SCALE_WITH_DELAY));
  }
  const max = routing.maxTrafficWeight;
  if (max !== undefined && !routersSupport(rollout, 'maxTrafficWeight')) {
    errors.push(invalid(`${field}.trafficRouting.maxTrafficWeight`, max, say.MAX_WEIGHT_ROUTERS));
  }
  return errors;
}

/** Source: ValidateRolloutStrategyAntiAffinity. */
function validateAntiAffinity(antiAffinity: AntiAffinity | undefined, field: string): FieldError[] {
  if (antiAffinity === undefined) return [];
  const {
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
    requiredDuringSchedulingIgnoredDuringExecution: needed,
  } = antiAffinity;
  const errors: FieldError[] = [];
  if ((preferred === undefined) === (needed === undefined)) {
    const found = `antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution: ${preferred !== undefined} antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution: ${needed !== undefined}`;
    errors.push(invalid(field, found, say.ANTI_AFFINITY_STRATEGY));
  }
  if (preferred !== undefined && (preferred.weight < 1 || preferred.weight > 100)) {
    errors.push(invalid(`${field}.weight`, preferred.weight, say.ANTI_AFFINITY_WEIGHT));
  }
  return errors;
}
