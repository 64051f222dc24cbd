import { hasSyncOption } from '../../../api/argocd/policy.ts';
import type { Operation, SyncOperation } from '../../../api/argocd/application.ts';
import type { JsonObject } from '../../../api/json.ts';
import type { ApiServer } from '../../../api/server.ts';
import { parseTime } from '../../../api/times.ts';
import type { Comparison } from '../comparison.ts';
import { valueAt } from '../fields.ts';
import { hookPhases, isHook, isSkipped, type SyncPhase } from '../hooks.ts';
import { annotationsOf, keyOfManifest, type ObjectKey } from '../objects.ts';
import { inSyncOrder, withPruneWaves } from './order.ts';
import { hasOption, liveAnnotations, newTask, type SyncTask, taskAnnotations } from './task.ts';

/** The operation that tasks are of. */
export interface OperationContext {
  readonly operation: Operation;
  readonly revision: string;
  readonly startedAt: string | null;
  /** Where objects go that name no namespace. */
  readonly namespace: string;
}

/** Whether hooks stay out: of a sync of some objects only, and of one with the strategy `apply`. Source: controller/sync.go SyncAppState */
function skipsHooks(sync: SyncOperation): boolean {
  return sync.syncStrategy?.apply !== undefined || (sync.resources ?? []).length > 0;
}

/**
 * The tasks of a sync in their order: one for each object, one for each phase of a hook.
 *
 * Source: gitops-engine/pkg/sync/sync_context.go getSyncTasks
 */
export function syncTasks(
  api: ApiServer,
  { managed, hooks }: Pick<Comparison, 'managed' | 'hooks'>,
  context: OperationContext,
): readonly SyncTask[] {
  const { sync = {} } = context.operation;
  const resources = managed
    .filter(({ key, own }) => own && isSelected(sync, key))
    .filter(({ target, live }) => {
      const annotations = taskAnnotations({ target, live });
      return !isSkipped(annotations) && !isHook(annotations);
    })
    .map(({ key, target, live }) => newTask({ key, target, live, phase: 'Sync' }));
  const hookTasks = skipsHooks(sync) ? [] : hooks.flatMap((hook) => tasksOfHook(api, hook, context));
  const prunesLast = (task: SyncTask): boolean =>
    hasSyncOption(sync.syncOptions, 'PruneLast=true') || hasOption(liveAnnotations(task), 'PruneLast=true');
  return inSyncOrder(withPruneWaves([...resources, ...hookTasks], prunesLast), context.namespace);
}

/** Source: types.go SyncOperationResource.HasIdentity */
function isSelected({ resources = [] }: SyncOperation, { resource, namespace, name }: ObjectKey): boolean {
  if (resources.length === 0) return true;
  return resources.some(
    (wanted) =>
      wanted.kind === resource.kind &&
      (wanted.group ?? '') === resource.group &&
      wanted.name === name &&
      ((wanted.namespace ?? '') === '' || wanted.namespace === namespace),
  );
}

function tasksOfHook(api: ApiServer, hook: JsonObject, context: OperationContext): readonly SyncTask[] {
  return hookPhases(annotationsOf(hook)).map((phase) => {
    const target = named(hook, phase, context);
    const key = keyOfManifest(api, target);
    return newTask({ key, target, live: api.find(key.resource, key.namespace, key.name), phase });
  });
}

/** A hook with a generateName gets a name of revision, phase and start: `migrate-` gives `migrate-1a2b3c4-presync-1767225600`. */
function named(hook: JsonObject, phase: SyncPhase, { revision, startedAt }: OperationContext): JsonObject {
  const metadata = valueAt(hook, 'metadata');
  if (typeof metadata !== 'object' || Array.isArray(metadata) || metadata === null) return hook;
  if (!('generateName' in metadata) || ('name' in metadata && metadata.name !== undefined)) return hook;
  const seconds = Math.floor((parseTime(startedAt ?? '') ?? 0) / 1000);
  const short = revision.length >= 8 ? revision.slice(0, 7) : revision;
  const name = `${String(metadata.generateName)}${`${short}-${phase}-${seconds}`.toLowerCase()}`;
  return { ...hook, metadata: { ...metadata, name } };
}
