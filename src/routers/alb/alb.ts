import type { FieldError } from '../../api/field-error.ts';
import { INGRESS } from '../../api/resources.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { AlbTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { defineRouter } from '../definition.ts';
import { ingressStub, oneOfIngresses, referencedIngress } from '../ingresses.ts';
import { getReferenced, namespaceOf, refuse, ROUTING } from '../referenced.ts';
import { routingText, type WriteStub } from '../stub.ts';
import { albAction, managedRollouts } from './annotations.ts';
import { readRules } from './read.ts';
import { AlbRouter } from './write.ts';

/** Source: pkg/apis/rollouts/validation/validation_references.go ValidateRolloutAlbIngressesConfig. */
export function validateAlbIngressesConfig(rollout: Rollout): FieldError | undefined {
  const alb = rollout.spec.strategy.canary?.trafficRouting?.alb;
  if (alb === undefined) return undefined;
  return oneOfIngresses(`${ROUTING}.alb`, 'Ingress or Ingresses', alb.ingress, alb.ingresses);
}

/** The Ingress leads to an action that the load balancer's controller finds in annotations. */
const stub: WriteStub = (request) =>
  ingressStub(request, 'alb', routingText(request, ['alb', 'rootService'], request.service), 'name: use-annotation');

/** It counts for CloudWatch alone. */
export const alb = defineRouter<AlbTrafficRouting>({
  name: 'alb',
  label: 'ALB',
  inputFunctions: [albAction, managedRollouts],
  kinds: [{ kind: 'Ingress', apiVersions: ['networking.k8s.io/v1'] }],
  features: { headerRoutes: 'exact', experimentWeights: true, pingPong: true },
  references: [
    { kind: 'Service', path: ['alb', 'rootService'] },
    { kind: 'Ingress', path: ['alb', 'ingress'], required: true, stub },
    { kind: 'Ingress', path: ['alb', 'ingresses', '*'], required: true, stub },
  ],
  config: (routing) => routing.alb,
  needsServices: (_config, { pingPong }) => pingPong === undefined,
  write: (context, config) => [new AlbRouter(context, config)],
  read: (world, { metadata: { namespace = '' } }, config) => readRules(world, namespace, config),
  // Source: rollout/controller.go getReferencedIngresses.
  lookUp: (api, rollout, { ingress = '', ingresses }) => {
    refuse(validateAlbIngressesConfig(rollout));
    const [field, value] = ingresses === undefined ? ['ingress', ingress] : ['ingresses', ingresses];
    return (ingresses ?? [ingress]).map((name) =>
      referencedIngress(
        getReferenced(`${ROUTING}.alb.${field}`, value, () => api.get(INGRESS, namespaceOf(rollout), name)),
      ),
    );
  },
});
