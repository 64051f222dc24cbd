import { ApiError } from '../api/errors.ts';
import { type FieldError, invalid } from '../api/field-error.ts';
import type { JsonObject } from '../api/json.ts';
import { fieldsOf } from '../api/object-form.ts';
import { type KubeObject, type Resource } from '../api/resources.ts';
import { refuseInvalid } from '../api/admission.ts';
import { numberIn, objectAt, objectsIn } from './fields.ts';

/** The largest weight of a backend. Source: gateway-api apis/v1/shared_types.go BackendRef. */
const LARGEST_WEIGHT = 1_000_000;

const PROTOCOLS = ['http', 'tcp', 'tls'] as const;

/**
 * Refuses objects of routers as their webhooks and CRDs do in a cluster: the write of a controller fails, too. Throws an ApiError.
 * Example: of a full promotion with 2 canary pods of 1 replica and dynamicStableScale the controller writes the weight 200.
 */
export function refuseRouterObject(resource: Resource<KubeObject>, object: KubeObject): void {
  const spec = objectAt(fieldsOf(object), 'spec');
  if (resource.group === 'networking.istio.io' && resource.kind === 'VirtualService') refuseVirtualService(spec);
  if (resource.group === 'gateway.networking.k8s.io' && resource.kind.endsWith('Route')) {
    refuseInvalid(resource, object, weightErrors(spec));
  }
}

/** Each weight is a percentage, and several may not be nothing together. Source: istio pkg/config/validation/validation.go validateWeights, ValidatePercent. */
function refuseVirtualService(spec: JsonObject): void {
  const errors = PROTOCOLS.flatMap((protocol) => objectsIn(spec, protocol)).flatMap((route) => {
    const weights = objectsIn(route, 'route').map((destination) => numberIn(destination, 'weight', 0));
    const outside = weights.filter((weight) => weight < 0 || weight > 100);
    const texts = outside.map((weight) => `percentage ${weight} is not in range 0..100`);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.length > 1 && total === 0 ? [...texts, 'total destination weight = 0'] : texts;
  });
  if (errors.length === 0) return;
  const text = errors.length === 1 ? errors.join('') : `${errors.length} errors occurred: ${errors.join('; ')}`;
  throw new ApiError(
    'BadRequest',
    `admission webhook "validation.istio.io" denied the request: configuration is invalid: ${text}`,
  );
}

function weightErrors(spec: JsonObject): readonly FieldError[] {
  return objectsIn(spec, 'rules').flatMap((rule, ruleIndex) =>
    objectsIn(rule, 'backendRefs').flatMap((backend, index): readonly FieldError[] => {
      const weight = backend['weight'];
      if (typeof weight !== 'number') return [];
      const path = `spec.rules[${ruleIndex}].backendRefs[${index}].weight`;
      if (weight < 0) return [invalid(path, weight, `${path} in body should be greater than or equal to 0`)];
      if (weight <= LARGEST_WEIGHT) return [];
      return [invalid(path, weight, `${path} in body should be less than or equal to 1e+06`)];
    }),
  );
}
