import type { KubeObject } from '../../../api/resources.ts';
import type { Service } from '../../../api/shape/core.ts';
import type { Ingress } from '../../../api/shape/networking.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import type { FieldError } from './field-error.ts';
import { type ReferencedTemplatesOf, validateAnalysisTemplates } from './reference-analyses.ts';
import { validateIngress } from './reference-ingresses.ts';
import { validateVirtualService } from './reference-istio.ts';
import { validateAmbassadorMapping, validateAppMeshResource } from './reference-meshes.ts';
import { type ServiceType, validateService } from './services.ts';

/**
 * Everything that a rollout names, looked up. Source: pkg/apis/rollouts/validation/validation_references.go
 * ReferencedResources.
 */
export interface ReferencedResources {
  readonly services: readonly { readonly type: ServiceType; readonly service: Service }[];
  readonly analyses: readonly ReferencedTemplatesOf[];
  readonly ingresses: readonly Ingress[];
  readonly virtualServices: readonly KubeObject[];
  readonly ambassadorMappings: readonly KubeObject[];
  readonly appMeshResources: readonly KubeObject[];
}

/**
 * What is wrong with the objects that a rollout names; the controller shows the first complaint. Source:
 * ValidateRolloutReferencedResources.
 */
export function validateRolloutReferencedResources(rollout: Rollout, resources: ReferencedResources): FieldError[] {
  return [
    ...resources.services.flatMap(({ type, service }) => validateService(rollout, type, service)),
    ...resources.analyses.flatMap((analysis) => validateAnalysisTemplates(rollout, analysis)),
    ...resources.ingresses.flatMap((ingress) => validateIngress(rollout, ingress)),
    ...resources.virtualServices.flatMap((object) => validateVirtualService(rollout, object)),
    ...resources.ambassadorMappings.flatMap(validateAmbassadorMapping),
    ...resources.appMeshResources.flatMap(validateAppMeshResource),
  ];
}
