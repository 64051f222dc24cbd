import type { Ingress } from '../../../api/shape/networking.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { hasRuleWithService } from '../routers/ingress-parts.ts';
import { type FieldError, internalError, invalid } from './field-error.ts';

const ROUTING = 'spec.strategy.canary.trafficRouting';

/** Of one Ingress and a list of them exactly one must be given. */
function oneOf(field: string, names: string, single: string | undefined, several: unknown): FieldError | undefined {
  const hasSingle = single !== undefined && single !== '';
  const hasSeveral = several !== undefined;
  if (hasSingle !== hasSeveral) return undefined;
  const found = hasSingle ? 'Both' : 'Neither';
  return internalError(field, `Either ${names} must be configured. ${found} are configured.`);
}

/** Source: pkg/apis/rollouts/validation/validation_references.go ValidateRolloutNginxIngressesConfig. */
export function validateNginxIngressesConfig(rollout: Rollout): FieldError | undefined {
  const nginx = rollout.spec.strategy.canary?.trafficRouting?.nginx;
  if (nginx === undefined) return undefined;
  return oneOf(`${ROUTING}.nginx`, 'StableIngress or StableIngresses', nginx.stableIngress, nginx.stableIngresses);
}

/** Source: ValidateRolloutAlbIngressesConfig. */
export function validateAlbIngressesConfig(rollout: Rollout): FieldError | undefined {
  const alb = rollout.spec.strategy.canary?.trafficRouting?.alb;
  if (alb === undefined) return undefined;
  return oneOf(`${ROUTING}.alb`, 'Ingress or Ingresses', alb.ingress, alb.ingresses);
}

function needsService(ingress: Ingress, service: string, field: string): FieldError[] {
  if (hasRuleWithService(ingress, service)) return [];
  const name = ingress.metadata.name ?? '';
  return [invalid(field, name, `ingress \`${name}\` has no rules using service ${service} backend`)];
}

/** An Ingress must have a path to the Service whose traffic is split. Source: ValidateIngress. */
export function validateIngress(rollout: Rollout, ingress: Ingress): FieldError[] {
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
