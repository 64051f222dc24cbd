import { analysisRun, analysisTemplate, clusterAnalysisTemplate } from './shape/analysis.ts';
import { deployment, replicaSet } from './shape/apps.ts';
import { horizontalPodAutoscaler } from './shape/autoscaling.ts';
import { job } from './shape/batch.ts';
import { pod, service } from './shape/core.ts';
import { experiment } from './shape/experiment.ts';
import { ingress } from './shape/networking.ts';
import { podDisruptionBudget } from './shape/policy.ts';
import { rollout } from './shape/rollout.ts';
import type { Infer, StructShape } from './shape/shape.ts';
import type { ObjectMeta } from './shape/meta.ts';

/** What every object of the simulated cluster has. */
export interface KubeObject {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
}

/** A kind of the API: its names, its scope, and the shape of its objects (absent: stored as written). */
export interface Resource<T extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Whether status is written through its own subresource and ignored by plain writes. */
  readonly statusSubresource: boolean;
  /** Whether a write of the status may change annotations with it, as the real server lets it for Deployments. */
  readonly statusWritesAnnotations?: boolean;
  /** Whether metadata.generation counts the changes of the spec. */
  readonly generation: boolean;
  readonly shape: StructShape<T> | undefined;
}

export const ROLLOUT: Resource<Infer<typeof rollout>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Rollout',
  plural: 'rollouts',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: rollout,
};
export const ANALYSIS_RUN: Resource<Infer<typeof analysisRun>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'AnalysisRun',
  plural: 'analysisruns',
  namespaced: true,
  statusSubresource: false,
  generation: true,
  shape: analysisRun,
};
export const ANALYSIS_TEMPLATE: Resource<Infer<typeof analysisTemplate>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'AnalysisTemplate',
  plural: 'analysistemplates',
  namespaced: true,
  statusSubresource: false,
  generation: true,
  shape: analysisTemplate,
};
export const CLUSTER_ANALYSIS_TEMPLATE: Resource<Infer<typeof clusterAnalysisTemplate>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'ClusterAnalysisTemplate',
  plural: 'clusteranalysistemplates',
  namespaced: false,
  statusSubresource: false,
  generation: true,
  shape: clusterAnalysisTemplate,
};
export const EXPERIMENT: Resource<Infer<typeof experiment>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Experiment',
  plural: 'experiments',
  namespaced: true,
  statusSubresource: false,
  generation: true,
  shape: experiment,
};
export const REPLICA_SET: Resource<Infer<typeof replicaSet>> = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: replicaSet,
};
export const DEPLOYMENT: Resource<Infer<typeof deployment>> = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
  statusSubresource: true,
  statusWritesAnnotations: true,
  generation: true,
  shape: deployment,
};
export const POD: Resource<Infer<typeof pod>> = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: pod,
};
export const SERVICE: Resource<Infer<typeof service>> = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: service,
};
export const JOB: Resource<Infer<typeof job>> = {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: job,
};

export const INGRESS: Resource<Infer<typeof ingress>> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: ingress,
};

export const HORIZONTAL_POD_AUTOSCALER: Resource<Infer<typeof horizontalPodAutoscaler>> = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: horizontalPodAutoscaler,
};

export const POD_DISRUPTION_BUDGET: Resource<Infer<typeof podDisruptionBudget>> = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  namespaced: true,
  statusSubresource: true,
  generation: true,
  shape: podDisruptionBudget,
};

/** The kinds that the engine knows by shape. */
export const KNOWN_RESOURCES: readonly Resource<KubeObject>[] = [
  ROLLOUT,
  ANALYSIS_RUN,
  ANALYSIS_TEMPLATE,
  CLUSTER_ANALYSIS_TEMPLATE,
  EXPERIMENT,
  REPLICA_SET,
  DEPLOYMENT,
  POD,
  SERVICE,
  JOB,
  INGRESS,
  HORIZONTAL_POD_AUTOSCALER,
  POD_DISRUPTION_BUDGET,
];

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'GatewayClass',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
]);

/** Kinds without a shape whose status is written on its own. */
const WITH_STATUS: ReadonlySet<string> = new Set([
  '/PersistentVolumeClaim',
  'apps/DaemonSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/HTTPRoute',
]);

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** The resource of a kind that has no shape: kept as it was written. */
export function unknownResource(apiVersion: string, kind: string): Resource<KubeObject> {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return {
    group,
    version: apiVersion.slice(slash + 1),
    kind,
    plural: pluralOf(kind),
    namespaced: !CLUSTER_SCOPED.has(kind),
    statusSubresource: WITH_STATUS.has(`${group}/${kind}`),
    generation: true,
    shape: undefined,
  };
}

export function apiVersionOf(resource: Resource<KubeObject>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `rollouts.argoproj.io`, `pods`: how the API server names a kind in messages. */
export function groupResource(resource: Resource<KubeObject>): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}
