import type { Resource, KubeObject } from '../api/resources.ts';

/** Kinds by API group, whatever the version. */
type KindsByGroup = Readonly<Record<string, readonly string[]>>;

/** Kinds that controllers act on, write, or read. */
const MODELLED: KindsByGroup = {
  '': ['Pod', 'Service', 'Secret'],
  apps: ['Deployment', 'ReplicaSet'],
  autoscaling: ['HorizontalPodAutoscaler'],
  batch: ['Job'],
  policy: ['PodDisruptionBudget'],
  'argoproj.io': [
    ...['Rollout', 'AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun', 'Experiment'],
    ...['Application', 'AppProject'],
  ],
  'networking.k8s.io': ['Ingress'],
  'networking.istio.io': ['VirtualService', 'DestinationRule'],
  'split.smi-spec.io': ['TrafficSplit'],
  'traefik.io': ['TraefikService'],
  'traefik.containo.us': ['TraefikService'],
  'apisix.apache.org': ['ApisixRoute'],
  'getambassador.io': ['Mapping'],
  'appmesh.k8s.aws': ['VirtualService', 'VirtualRouter', 'VirtualNode'],
  'gateway.networking.k8s.io': ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'],
};

/** Kinds that hold what pods or people need, and on which no controller of a real cluster acts for a rollout either. */
const INERT: KindsByGroup = {
  '': ['ConfigMap', 'Namespace', 'PodTemplate', 'ServiceAccount'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
};

function has(kinds: KindsByGroup, { group, kind }: Resource<KubeObject>): boolean {
  return Object.hasOwn(kinds, group) && kinds[group]?.includes(kind) === true;
}

/** Whether a rehearsal lacks what a real cluster does with objects of this kind: they are kept, and that is said. */
export function isWithoutModel(resource: Resource<KubeObject>): boolean {
  return !has(MODELLED, resource) && !has(INERT, resource);
}

/** Kinds that something happens with: one of them is needed for a rehearsal. */
export const REHEARSED_KINDS: readonly string[] = ['Rollout', 'Deployment', 'Experiment', 'AnalysisRun'];
