import type { KubeObject, Resource } from '../api/resources.ts';
import { ROUTERS } from '../routers/table.ts';
import { own } from '../text/own.ts';

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
};

/** Kinds that hold what pods or people need, and on which no controller of a real cluster acts for a rollout either. */
const INERT: KindsByGroup = {
  '': ['ConfigMap', 'Namespace', 'PodTemplate', 'ServiceAccount'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
};

/** Kinds of which traffic routers read or write objects. */
function isRouted({ group, kind }: Resource<KubeObject>): boolean {
  return ROUTERS.some((router) =>
    router.kinds.some((routed) => {
      return routed.kind === kind && routed.apiVersions.some((apiVersion) => apiVersion.startsWith(`${group}/`));
    }),
  );
}

function has(kinds: KindsByGroup, { group, kind }: Resource<KubeObject>): boolean {
  return own(kinds, group)?.includes(kind) === true;
}

/** Whether a rehearsal lacks what a real cluster does with objects of this kind: they are kept, and that is said. */
export function isWithoutModel(resource: Resource<KubeObject>): boolean {
  return !has(MODELLED, resource) && !has(INERT, resource) && !isRouted(resource);
}

/** Kinds that something happens with: one of them is needed for a rehearsal. */
export const REHEARSED_KINDS: readonly string[] = ['Rollout', 'Deployment', 'Experiment', 'AnalysisRun'];
