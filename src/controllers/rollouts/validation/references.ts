import type { Service } from '../../../api/shape/core.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import type { ReferencedObject } from '../../../routers/definition.ts';
import type { FieldError } from '../../../api/field-error.ts';
import { type ReferencedTemplatesOf, validateAnalysisTemplates } from './reference-analyses.ts';
import { type ServiceType, validateService } from './services.ts';

/**
 * Everything that a rollout names, looked up. Source: pkg/apis/rollouts/validation/validation_references.go
 * ReferencedResources.
 */
export interface ReferencedResources {
  readonly services: readonly { readonly type: ServiceType; readonly service: Service }[];
  readonly analyses: readonly ReferencedTemplatesOf[];
  /** What its traffic routers name. */
  readonly routed: readonly ReferencedObject[];
}

/**
 * What is wrong with the objects that a rollout names; the controller shows the first complaint. Source:
 * ValidateRolloutReferencedResources.
 */
export function validateRolloutReferencedResources(rollout: Rollout, resources: ReferencedResources): FieldError[] {
  return [
    ...resources.services.flatMap(({ type, service }) => validateService(rollout, type, service)),
    ...resources.analyses.flatMap((analysis) => validateAnalysisTemplates(rollout, analysis)),
    ...resources.routed.flatMap(({ validate }) => validate(rollout)),
  ];
}
