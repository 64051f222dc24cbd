import type { FieldError } from '../../api/field-error.ts';
import { INGRESS } from '../../api/resources.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { NginxTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { defineRouter, type RouterSeries } from '../definition.ts';
import { ingressStub, oneOfIngresses, referencedIngress } from '../ingresses.ts';
import { getReferenced, namespaceOf, refuse, ROUTING } from '../referenced.ts';
import type { WriteStub } from '../stub.ts';
import { readRules } from './read.ts';
import { canaryRules, NginxRouter } from './write.ts';

/** Source: pkg/apis/rollouts/validation/validation_references.go ValidateRolloutNginxIngressesConfig. */
export function validateNginxIngressesConfig(rollout: Rollout): FieldError | undefined {
  const nginx = rollout.spec.strategy.canary?.trafficRouting?.nginx;
  if (nginx === undefined) return undefined;
  return oneOfIngresses(
    `${ROUTING}.nginx`,
    'StableIngress or StableIngresses',
    nginx.stableIngress,
    nginx.stableIngresses,
  );
}

/**
 * Calls to the canary carry its upstream in `canary`. Source: kubernetes/ingress-nginx,
 * internal/ingress/metric/collectors/socket.go.
 */
const SERIES: RouterSeries = {
  labels: ({ object, mainService, namespace, service }) => ({
    namespace,
    exported_namespace: namespace,
    ingress: object,
    exported_service: mainService,
    service: mainService,
    path: '/',
    method: 'GET',
    canary: service === mainService ? undefined : `${namespace}-${service}-80`,
  }),
  requests: { name: 'nginx_ingress_controller_requests', labels: (status) => ({ status }) },
  latency: { name: 'nginx_ingress_controller_request_duration_seconds', unitMs: 1000 },
};

const stub: WriteStub = (request) => ingressStub(request, 'nginx', request.service, 'number: 80');

export const nginx = defineRouter<NginxTrafficRouting>({
  name: 'nginx',
  label: 'Nginx',
  inputFunctions: [canaryRules],
  kinds: [{ kind: 'Ingress', apiVersions: ['networking.k8s.io/v1'] }],
  features: { maxTrafficWeight: true },
  references: [
    { kind: 'Ingress', path: ['nginx', 'stableIngress'], required: true, stub },
    { kind: 'Ingress', path: ['nginx', 'stableIngresses', '*'], required: true, stub },
  ],
  series: SERIES,
  config: (routing) => routing.nginx,
  needsServices: () => true,
  write: (context, config) => [new NginxRouter(context, config)],
  read: readRules,
  // With an ALB beside it only the ALB's Ingresses are looked up. Source: rollout/controller.go getReferencedIngresses.
  lookUp: (api, rollout, { stableIngress = '', stableIngresses }) => {
    refuse(validateNginxIngressesConfig(rollout));
    if (rollout.spec.strategy.canary?.trafficRouting?.alb !== undefined) return [];
    const [field, value] =
      stableIngresses === undefined ? ['stableIngress', stableIngress] : ['StableIngresses', stableIngresses];
    return (stableIngresses ?? [stableIngress]).map((name) =>
      referencedIngress(
        getReferenced(`${ROUTING}.nginx.${field}`, value, () => api.get(INGRESS, namespaceOf(rollout), name)),
      ),
    );
  },
});
