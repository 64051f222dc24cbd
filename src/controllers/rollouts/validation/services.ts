import { MANAGED_BY_ANNOTATION, POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import type { Service } from '../../../api/shape/core.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { type FieldError, invalid } from '../../../api/field-error.ts';
import { own } from '../../../text/own.ts';

const FIELDS = {
  ActiveService: 'spec.strategy.blueGreen.activeService',
  PreviewService: 'spec.strategy.blueGreen.previewService',
  CanaryService: 'spec.strategy.canary.canaryService',
  StableService: 'spec.strategy.canary.stableService',
  PingService: 'spec.strategy.canary.pingPong.pingService',
  PongService: 'spec.strategy.canary.pingPong.pongService',
} as const;

/** What a rollout uses a Service for. Source: pkg/apis/rollouts/validation/validation_references.go ServiceType. */
export type ServiceType = keyof typeof FIELDS;

/** Whether a text names a use of a Service. */
export function isServiceType(text: string): text is ServiceType {
  return Object.hasOwn(FIELDS, text);
}

export interface ReferencedService {
  readonly type: ServiceType;
  readonly name: string;
}

/** The Services that a rollout names, in the order in which the reference looks them up. Source: rollout/controller.go getReferencedServices. */
export function referencedServices(rollout: Rollout): readonly ReferencedService[] {
  const { blueGreen, canary } = rollout.spec.strategy;
  const names: readonly (readonly [ServiceType, string | undefined])[] =
    blueGreen === undefined
      ? [
          ['StableService', canary?.stableService],
          ['CanaryService', canary?.canaryService],
          ['PingService', canary?.pingPong?.pingService],
          ['PongService', canary?.pingPong?.pongService],
        ]
      : [
          ['ActiveService', blueGreen.activeService],
          ['PreviewService', blueGreen.previewService],
        ];
  return names.flatMap(([type, name]) => (name === undefined || name === '' ? [] : [{ type, name }]));
}

/** What is said of a Service that does not exist. Source: rollout/controller.go getReferencedService. */
export function missingService({ type, name }: ReferencedService): FieldError {
  return invalid(FIELDS[type], name, `service "${name}" not found`);
}

/**
 * A Service's selector must match the pod template (the hash aside), and no other rollout may manage it.
 * Source: pkg/apis/rollouts/validation/validation_references.go ValidateService.
 */
export function validateService(rollout: Rollout, type: ServiceType, service: Service): FieldError[] {
  const name = service.metadata.name ?? '';
  const labels = rollout.spec.template.metadata.labels ?? {};
  const errors = Object.entries(service.spec.selector ?? {})
    .filter(([key, value]) => key !== POD_TEMPLATE_HASH_LABEL && own(labels, key) !== value)
    .map(([key]) => invalid(FIELDS[type], name, `Service "${name}" has unmatch label "${key}" in rollout`));
  const manager = service.metadata.annotations?.[MANAGED_BY_ANNOTATION];
  if (manager !== undefined && manager !== (rollout.metadata.name ?? '')) {
    errors.push(invalid(FIELDS[type], name, `Service "${name}" is managed by another Rollout`));
  }
  return errors;
}
