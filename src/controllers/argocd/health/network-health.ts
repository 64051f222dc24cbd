import type { JsonObject } from '../../../api/json.ts';
import { numberAt, objectsAt, textAt, valueAt } from '../fields.ts';
import { type Health, type HealthCode, health } from './health-status.ts';

/** An Ingress waits for an address of its load balancer. Source: gitops-engine/pkg/health/health_ingress.go getIngressHealth */
export function ingressHealth(ingress: JsonObject): Health {
  return health(objectsAt(ingress, 'status', 'loadBalancer', 'ingress').length > 0 ? 'Healthy' : 'Progressing');
}

/** Only a Service of type LoadBalancer waits for an address. Source: gitops-engine/pkg/health/health_service.go getCorev1ServiceHealth */
export function serviceHealth(service: JsonObject): Health {
  return textAt(service, 'spec', 'type') === 'LoadBalancer' ? ingressHealth(service) : health('Healthy');
}

interface Verdict {
  readonly status: HealthCode;
  readonly message: string;
}

/** What conditions say is wrong; `waiting` is the message of one without a message that is not yet programmed. */
function problemOf(conditions: readonly JsonObject[], waiting: string): Verdict | undefined {
  for (const type of ['ResolvedRefs', 'Accepted']) {
    const bad = conditions.find((condition) => condition['type'] === type && condition['status'] === 'False');
    if (bad !== undefined)
      return { status: 'Degraded', message: textAt(bad, 'message') ?? `Failed condition: ${type}` };
  }
  const pending = conditions.find((condition) => condition['type'] === 'Programmed' && condition['status'] !== 'True');
  if (pending === undefined) return undefined;
  return { status: 'Progressing', message: textAt(pending, 'message') ?? waiting };
}

/**
 * A Gateway waits until its controller has written conditions, of itself or of a listener; the first that is not as it should be decides.
 *
 * Source: resource_customizations/gateway.networking.k8s.io/Gateway/health.lua
 */
export function gatewayHealth(gateway: JsonObject): Health {
  const problem = problemOf(objectsAt(gateway, 'status', 'conditions'), 'Gateway is still being programmed');
  if (problem !== undefined) return health(problem.status, problem.message);
  const listeners = objectsAt(gateway, 'status', 'listeners');
  for (const listener of listeners) {
    const found = problemOf(objectsAt(listener, 'conditions'), 'Listener is still being programmed');
    if (found !== undefined) return health(found.status, `Listener: ${found.message}`);
  }
  if (valueAt(gateway, 'status', 'conditions') !== undefined || listeners.length > 0) {
    return health('Healthy', 'Gateway is healthy');
  }
  return health('Progressing', 'Waiting for Gateway status');
}

/**
 * A route waits until one of its parents has accepted it. Of an HTTPRoute conditions of another generation do not count.
 *
 * Source: resource_customizations/gateway.networking.k8s.io/HTTPRoute/health.lua, GRPCRoute/health.lua
 */
function routeHealth(route: JsonObject, kind: string, counts: (conditions: readonly JsonObject[]) => boolean): Health {
  const parents = objectsAt(route, 'status', 'parents')
    .map((parent) => ({
      name: textAt(parent, 'parentRef', 'name') ?? '',
      conditions: objectsAt(parent, 'conditions'),
    }))
    .filter(({ conditions }) => conditions.length > 0 && counts(conditions));
  for (const { name, conditions } of parents) {
    const problem = problemOf(conditions, 'Route is still being programmed');
    if (problem !== undefined) return health(problem.status, `Parent ${name}: ${problem.message}`);
  }
  return parents.length > 0
    ? health('Healthy', `${kind} is healthy`)
    : health('Progressing', `Waiting for ${kind} status`);
}

export function httpRouteHealth(route: JsonObject): Health {
  const generation = numberAt(route, 'metadata', 'generation');
  return routeHealth(route, 'HTTPRoute', (conditions) => {
    const observed = conditions.map((condition) => numberAt(condition, 'observedGeneration') ?? generation);
    return generation === undefined || observed.every((one) => one === generation);
  });
}

export function grpcRouteHealth(route: JsonObject): Health {
  return routeHealth(route, 'GRPCRoute', () => true);
}
