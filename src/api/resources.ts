import { analysisRun, analysisTemplate, clusterAnalysisTemplate } from './shape/analysis.ts';
import { deployment, replicaSet } from './shape/apps.ts';
import { job } from './shape/batch.ts';
import { pod, service } from './shape/core.ts';
import { experiment } from './shape/experiment.ts';
import { rollout } from './shape/rollout.ts';
import type { Infer, StructShape } from './shape/shape.ts';
import type { JsonObject } from './json.ts';
import type { ObjectMeta } from './shape/meta.ts';

/** What every object of the simulated cluster has. */
export interface KubeObject {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata: ObjectMeta;
}

/** An object of a kind that has no shape here: kept as it was written. */
export type UnstructuredObject = KubeObject & JsonObject;

/** A kind of the API: its names, its scope, and the shape of its objects (absent: stored as written). */
export interface Resource<T extends KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Whether status is written through its own subresource and ignored by plain writes. */
  readonly statusSubresource: boolean;
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
  generation: false,
  shape: analysisRun,
};
export const ANALYSIS_TEMPLATE: Resource<Infer<typeof analysisTemplate>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'AnalysisTemplate',
  plural: 'analysistemplates',
  namespaced: true,
  statusSubresource: false,
  generation: false,
  shape: analysisTemplate,
};
export const CLUSTER_ANALYSIS_TEMPLATE: Resource<Infer<typeof clusterAnalysisTemplate>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'ClusterAnalysisTemplate',
  plural: 'clusteranalysistemplates',
  namespaced: false,
  statusSubresource: false,
  generation: false,
  shape: clusterAnalysisTemplate,
};
export const EXPERIMENT: Resource<Infer<typeof experiment>> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Experiment',
  plural: 'experiments',
  namespaced: true,
  statusSubresource: false,
  generation: false,
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
