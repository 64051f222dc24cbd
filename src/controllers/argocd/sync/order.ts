import type { SyncPhase, SyncTask } from './task.ts';
import { isPrune } from './task.ts';

/** Source: gitops-engine/pkg/sync/sync_tasks.go syncPhaseOrder */
const PHASES: readonly SyncPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];

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
 * Tasks in the order of a sync: phase, wave, kind, name. A Namespace of the wave comes before all, a Rollout after its Service.
 *
 * Source: gitops-engine/pkg/sync/sync_tasks.go Less
 */
export function inSyncOrder(tasks: readonly SyncTask[]): readonly SyncTask[] {
  return [...tasks].sort(
    (a, b) =>
      PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
      a.wave - b.wave ||
      kindRank(a.key.resource.kind) - kindRank(b.key.resource.kind) ||
      (a.key.name < b.key.name ? -1 : Number(a.key.name > b.key.name)),
  );
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
