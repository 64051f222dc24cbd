import type { JsonObject } from '../../../api/json.ts';
import { textAt } from '../fields.ts';
import { SYNC_PHASES } from '../hooks.ts';
import { isPrune, type SyncTask } from './task.ts';

/** Kinds in the order in which they are made; all others come last. Source: gitops-engine/pkg/sync/sync_tasks.go kindOrder */
const KINDS: readonly string[] = [
  ...['Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy', 'PodDisruptionBudget'],
  ...['ServiceAccount', 'Secret', 'SecretList', 'ConfigMap', 'StorageClass', 'PersistentVolume'],
  ...['PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding'],
  ...['ClusterRoleBindingList', 'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod'],
  ...['ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob'],
  ...['IngressClass', 'Ingress', 'APIService'],
];

function kindRank(kind: string): number {
  const index = KINDS.indexOf(kind);
  return index < 0 ? KINDS.length : index;
}

/**
 * Tasks in the order of a sync: phase, wave, kind, name; a Rollout after its Service. A Namespace comes before the first object in it and a
 * CustomResourceDefinition before the first object of its kind, in the phase and wave of that object.
 *
 * Source: gitops-engine/pkg/sync/sync_tasks.go Less, Sort
 */
export function inSyncOrder(tasks: readonly SyncTask[], appNamespace: string): readonly SyncTask[] {
  const sorted = [...tasks].sort(
    (a, b) =>
      SYNC_PHASES.indexOf(a.phase) - SYNC_PHASES.indexOf(b.phase) ||
      a.wave - b.wave ||
      kindRank(a.key.resource.kind) - kindRank(b.key.resource.kind) ||
      (a.key.name < b.key.name ? -1 : Number(a.key.name > b.key.name)),
  );
  const namespacesFirst = withDependenciesFirst(sorted, {
    provides: ({ key }) => (isNamespace(key) ? key.name : undefined),
    // Objects without a namespace of their own get that of the Application, whatever their scope.
    needs: ({ key }) => (key.namespace === '' ? appNamespace : key.namespace),
  });
  return withDependenciesFirst(namespacesFirst, {
    provides: ({ target }) => definedKind(target),
    needs: ({ key: { resource } }) => `${resource.group}/${resource.kind}`,
  });
}

export function isNamespace({ resource }: SyncTask['key']): boolean {
  return resource.group === '' && resource.kind === 'Namespace';
}

/** `argoproj.io/Rollout` for the CustomResourceDefinition of Rollouts. */
function definedKind(manifest: JsonObject | undefined): string | undefined {
  if (textAt(manifest, 'kind') !== 'CustomResourceDefinition') return undefined;
  const [group, kind] = [textAt(manifest, 'spec', 'group'), textAt(manifest, 'spec', 'names', 'kind')];
  return group === undefined || kind === undefined ? undefined : `${group}/${kind}`;
}

interface Dependency {
  /** What an object is for others. */
  readonly provides: (task: SyncTask) => string | undefined;
  readonly needs: (task: SyncTask) => string;
}

/** Source: gitops-engine/pkg/sync/sync_tasks.go adjustDeps */
function withDependenciesFirst(tasks: readonly SyncTask[], { provides, needs }: Dependency): readonly SyncTask[] {
  const result: SyncTask[] = [];
  for (const task of tasks) {
    const provided = task.target === undefined ? undefined : provides(task);
    const index = result.findIndex(
      (other) => other.target !== undefined && provides(other) === undefined && needs(other) === provided,
    );
    const first = provided === undefined ? undefined : result[index];
    if (first === undefined) result.push(task);
    else result.splice(index, 0, { ...task, phase: first.phase, wave: first.wave });
  }
  return result;
}

/**
 * Objects are pruned in the opposite order of their waves: of prune waves 0, 1, 5 those of 0 go in wave 5 and those of 5 in wave 0. With PruneLast
 * they go in a wave after all others.
 *
 * Source: gitops-engine/pkg/sync/sync_context.go getSyncTasks
 */
export function withPruneWaves(
  tasks: readonly SyncTask[],
  prunesLast: (task: SyncTask) => boolean,
): readonly SyncTask[] {
  const waves = [...new Set(tasks.filter(isPrune).map(({ wave }) => wave))].sort((a, b) => a - b);
  const swapped = tasks.map((task) =>
    isPrune(task) ? { ...task, wave: waves[waves.length - 1 - waves.indexOf(task.wave)] ?? task.wave } : task,
  );
  const last = Math.max(0, ...swapped.filter(({ phase }) => phase === 'Sync').map(({ wave }) => wave)) + 1;
  return swapped.map((task) => (isPrune(task) && prunesLast(task) ? { ...task, wave: last } : task));
}

/** Whether there is more than one phase or wave: then each waits until the objects of the one before are healthy. */
export function isMultiStep(tasks: readonly SyncTask[]): boolean {
  const [first] = tasks;
  const last = tasks.at(-1);
  return first?.wave !== last?.wave || first?.phase !== last?.phase;
}
