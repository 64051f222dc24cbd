import type { JsonObject } from '../../../api/json.ts';
import type { KubeObject } from '../../../api/resources.ts';
import { own } from '../../../text/own.ts';
import { liveFields, textAt, valueAt } from '../fields.ts';
import { analysisRunHealth, experimentHealth } from './analysis-health.ts';
import { autoscalerHealth } from './autoscaler-health.ts';
import { type Health, health } from './health-status.ts';
import { gatewayHealth, grpcRouteHealth, httpRouteHealth, ingressHealth, serviceHealth } from './network-health.ts';
import { budgetHealth, claimHealth, podHealth } from './pod-health.ts';
import { rolloutHealth } from './rollout-health.ts';
import {
  cronJobHealth,
  daemonSetHealth,
  deploymentHealth,
  jobHealth,
  replicaSetHealth,
  statefulSetHealth,
} from './workload-health.ts';

/**
 * The kinds that Argo CD judges and a rehearsal models, by `group/kind`. An Application inside another has none since Argo CD v1.8, unless the
 * installation configures one.
 *
 * Source: gitops-engine/pkg/health/health.go GetHealthCheckFunc, resource_customizations
 */
const CHECKS: Readonly<Record<string, (object: JsonObject) => Health | undefined>> = {
  'argoproj.io/Rollout': rolloutHealth,
  'argoproj.io/AnalysisRun': analysisRunHealth,
  'argoproj.io/Experiment': experimentHealth,
  'apps/Deployment': deploymentHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'apps/StatefulSet': statefulSetHealth,
  'apps/DaemonSet': daemonSetHealth,
  'batch/Job': jobHealth,
  'batch/CronJob': cronJobHealth,
  'policy/PodDisruptionBudget': budgetHealth,
  'gateway.networking.k8s.io/Gateway': gatewayHealth,
  'gateway.networking.k8s.io/HTTPRoute': httpRouteHealth,
  'gateway.networking.k8s.io/GRPCRoute': grpcRouteHealth,
  'networking.k8s.io/Ingress': ingressHealth,
  'extensions/Ingress': ingressHealth,
  '/Service': serviceHealth,
  '/Pod': podHealth,
  '/PersistentVolumeClaim': claimHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
};

/** The health of an object; undefined for kinds that have none, such as ConfigMaps. Source: gitops-engine/pkg/health/health.go GetResourceHealth */
export function resourceHealth(object: KubeObject): Health | undefined {
  return healthOf(liveFields(object));
}

/** The health of an object as its JSON says. */
export function healthOf(fields: JsonObject): Health | undefined {
  if (valueAt(fields, 'metadata', 'deletionTimestamp') !== undefined) return health('Progressing', 'Pending deletion');
  const apiVersion = textAt(fields, 'apiVersion') ?? '';
  const kind = textAt(fields, 'kind') ?? '';
  const slash = apiVersion.indexOf('/');
  const key = `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
  return own(CHECKS, key)?.(fields);
}
