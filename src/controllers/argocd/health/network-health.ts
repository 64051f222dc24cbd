import type { JsonObject } from '../../../api/json.ts';
import { objectsAt, textAt } from '../fields.ts';
import { type Health, health } from './health-status.ts';

/** An Ingress waits for an address of its load balancer. Source: gitops-engine/pkg/health/health_ingress.go getIngressHealth */
export function ingressHealth(ingress: JsonObject): Health {
  return health(objectsAt(ingress, 'status', 'loadBalancer', 'ingress').length > 0 ? 'Healthy' : 'Progressing');
}

/** Only a Service of type LoadBalancer waits for an address. Source: gitops-engine/pkg/health/health_service.go getCorev1ServiceHealth */
export function serviceHealth(service: JsonObject): Health {
  return textAt(service, 'spec', 'type') === 'LoadBalancer' ? ingressHealth(service) : health('Healthy');
}
