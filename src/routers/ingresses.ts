import { type FieldError, internalError, invalid } from '../api/field-error.ts';
import type { Ingress } from '../api/shape/networking.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import type { ReferencedObject } from './definition.ts';
import { hasRuleWithService } from './ingress-parts.ts';
import { ROUTING } from './referenced.ts';
import { head, type StubRequest } from './stub.ts';

/** Of one Ingress and a list of them exactly one must be given. */
export function oneOfIngresses(
  field: string,
  names: string,
  single: string | undefined,
  several: unknown,
): FieldError | undefined {
  const hasSingle = single !== undefined && single !== '';
  const hasSeveral = several !== undefined;
  if (hasSingle !== hasSeveral) return undefined;
  const found = hasSingle ? 'Both' : 'Neither';
  return internalError(field, `Either ${names} must be configured. ${found} are configured.`);
}

function needsService(ingress: Ingress, service: string, field: string): FieldError[] {
  if (hasRuleWithService(ingress, service)) return [];
  const name = ingress.metadata.name ?? '';
  return [invalid(field, name, `ingress \`${name}\` has no rules using service ${service} backend`)];
}

/** An Ingress must have a path to the Service whose traffic is split. Source: ValidateIngress. */
function validateIngress(rollout: Rollout, ingress: Ingress): FieldError[] {
  const { canary } = rollout.spec.strategy;
  const { nginx, alb } = canary?.trafficRouting ?? {};
  const { name = '' } = ingress.metadata;
  const stableService = canary?.stableService ?? '';
  const isListed = (list: readonly string[] | undefined): boolean => list?.includes(name) === true;
  if (nginx !== undefined && (nginx.stableIngress === name || isListed(nginx.stableIngresses))) {
    const field = isListed(nginx.stableIngresses) ? 'stableIngresses' : 'stableIngress';
    return needsService(ingress, stableService, `${ROUTING}.nginx.${field}`);
  }
  if (alb !== undefined && (alb.ingress === name || isListed(alb.ingresses))) {
    const field = isListed(alb.ingresses) ? 'ingresses' : 'ingress';
    return needsService(ingress, alb.rootService || stableService, `${ROUTING}.alb.${field}`);
  }
  return [];
}

export const referencedIngress = (ingress: Ingress): ReferencedObject => ({
  object: ingress,
  validate: (rollout) => validateIngress(rollout, ingress),
});

export function ingressStub(request: StubRequest, className: string, service: string, port: string): readonly string[] {
  return [
    ...head('networking.k8s.io/v1', request),
    'spec:',
    `  ingressClassName: ${className}`,
    '  rules:',
    '    - http:',
    '        paths:',
    '          - path: /',
    '            pathType: Prefix',
    '            backend:',
    `              service: {name: ${service}, port: {${port}}}`,
  ];
}
