import { compareText } from '../../api/order.ts';
import type { Application, ApplicationCondition, ResourceStatus } from '../../api/argocd/application.ts';
import { COMPARE_OPTIONS_ANNOTATION, SYNC_OPTIONS_ANNOTATION } from '../../api/argocd/names.ts';
import type { JsonObject } from '../../api/json.ts';
import { fieldsOf } from '../../api/object-form.ts';
import type { KubeObject } from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import { StrategicMergeError } from '../../api/strategic-merge/schema.ts';
import { ignoredIn, isModified } from './diff/diff.ts';
import type { IgnoredPath } from './diff/ignored-paths.ts';
import { applicationHealth } from './health/application-health.ts';
import type { HealthCode } from './health/health-status.ts';
import { hookPhases, isDeleteHook, isHook, isIgnored, isSkipped, waveOf } from './hooks.ts';
import {
  annotationList,
  annotationsOf,
  instanceName,
  isSelfReferenced,
  keyOfManifest,
  keyText,
  type ObjectKey,
  targetOf,
  trackedBy,
} from './objects.ts';
import { optionValue } from './sync/task.ts';

/** An object of an Application: what Git wants, and what is there. */
export interface ManagedResource {
  readonly key: ObjectKey;
  readonly target: JsonObject | undefined;
  readonly live: KubeObject | undefined;
  readonly modified: boolean;
  /** Whether the live object carries this tracking id as its own: a ReplicaSet carries that of its Rollout. */
  readonly own: boolean;
}

export const COMPARISON_ERROR = 'ComparisonError';

export type SyncCode = 'Synced' | 'OutOfSync' | 'Unknown';

/** What a comparison of Git and cluster finds. */
export interface Comparison {
  readonly status: SyncCode;
  readonly health: HealthCode;
  readonly resources: readonly ResourceStatus[];
  readonly managed: readonly ManagedResource[];
  /** Hooks that Git has. */
  readonly hooks: readonly JsonObject[];
  readonly conditions: readonly ApplicationCondition[];
  /** Parts of the comparison that are not modelled. */
  readonly notModelled: readonly string[];
}

/**
 * Compares the manifests of a revision with the objects of the cluster, and judges their health. `tracked` are the live objects that carry the
 * Application's tracking id.
 *
 * Source: controller/state.go CompareAppState
 */
export function compareAppState(
  api: ApiServer,
  app: Application,
  manifests: readonly JsonObject[],
  tracked: readonly { readonly key: ObjectKey; readonly object: KubeObject }[],
): Comparison {
  const targets = manifests.map((manifest) => targetOf(api, app, manifest));
  const { unique, conditions } = withoutRepeats(api, targets);
  const synced = unique.filter((target) => isSynced(annotationsOf(target)));
  const hooks = synced.filter((target) => isHook(annotationsOf(target)));
  const compared = pair(
    api,
    synced.filter((target) => !isHook(annotationsOf(target))),
    tracked,
  ).map((resource) => compareOne(app, resource));
  const failures = compared.flatMap(({ failure }) => failure ?? []).slice(0, 1);
  const health = applicationHealth(
    compared.map(({ managed: { live, target }, status }) => ({
      live,
      apart: status.hook === true || (target !== undefined && isSkipped(annotationsOf(target))),
    })),
  );
  const resources = compared.map(({ status: judged }, index): ResourceStatus => {
    const found = health.resources[index];
    const status = failures.length === 0 ? judged : { ...judged, status: 'Unknown' };
    if (found === undefined) return status;
    return { ...status, health: { status: found.status, message: found.message === '' ? undefined : found.message } };
  });
  return {
    status: failures.length > 0 ? 'Unknown' : compared.some(({ counts }) => counts) ? 'OutOfSync' : 'Synced',
    health: health.status,
    resources: [...resources].sort((a, b) => compareText(statusKey(a), statusKey(b))),
    managed: compared.map(({ managed }) => managed),
    hooks,
    conditions: [...conditions, ...sharedResources(app, compared), ...failures],
    notModelled: compared.flatMap((one) => one.notModelled),
  };
}

/** Objects that another Application tracks as well. Source: controller/state.go CompareAppState */
function sharedResources(app: Application, compared: readonly Compared[]): readonly ApplicationCondition[] {
  const { namespace = '', name = '' } = app.metadata;
  return compared.flatMap(({ managed: { key, live } }) => {
    const other = live === undefined ? undefined : trackedBy(live);
    if (other === undefined || other === instanceName(app)) return [];
    const object = `${key.resource.kind}/${key.name}`;
    const message = `${object} is part of applications ${namespace}/${name} and ${other.replaceAll('_', '/')}`;
    return [{ type: 'SharedResourceWarning', message }];
  });
}

/**
 * Whether a sync has to do with an object: not with hooks of a deletion that are of no other phase, nor with hooks of an unknown type.
 *
 * Source: controller/state.go partitionTargetObjsForSync; gitops-engine/pkg/sync/reconcile.go splitHooks
 */
function isSynced(annotations: JsonObject): boolean {
  return !isIgnored(annotations) && (!isDeleteHook(annotations) || hookPhases(annotations).length > 0);
}

/** Source: controller/appcontroller.go resourceStatusKey */
function statusKey({ group = '', kind = '', namespace = '', name = '' }: ResourceStatus): string {
  return [group, kind, namespace, name].join('/');
}

/** Of several manifests of one object the last counts. Source: controller/state.go NormalizeTargetObjects */
function withoutRepeats(
  api: ApiServer,
  targets: readonly JsonObject[],
): { readonly unique: readonly JsonObject[]; readonly conditions: readonly ApplicationCondition[] } {
  const byKey = new Map<string, JsonObject[]>();
  for (const target of targets) {
    const key = keyOfManifest(api, target);
    const text = key.name === '' ? `generated ${byKey.size}` : keyText(key);
    byKey.set(text, [...(byKey.get(text) ?? []), target]);
  }
  const conditions = [...byKey]
    .filter(([, group]) => group.length > 1)
    .map(([text, group]) => ({
      type: 'RepeatedResourceWarning',
      message: `Resource ${text} appeared ${group.length} times among application resources.`,
    }));
  const last = [...byKey.values()].map((group) => group.at(-1));
  return { unique: last.filter((target) => target !== undefined), conditions };
}

/** Each manifest with its live object, then live objects that no manifest has. Source: gitops-engine/pkg/sync/reconcile.go Reconcile */
function pair(
  api: ApiServer,
  targets: readonly JsonObject[],
  tracked: readonly { readonly key: ObjectKey; readonly object: KubeObject }[],
): readonly Omit<ManagedResource, 'modified' | 'own'>[] {
  const pairs = targets.map((target) => {
    const key = keyOfManifest(api, target);
    return { key, target, live: api.find(key.resource, key.namespace, key.name) };
  });
  const wanted = new Set(pairs.map(({ key }) => keyText(key)));
  const extra = tracked.filter(({ key }) => !wanted.has(keyText(key)));
  return [...pairs, ...extra.map(({ key, object }) => ({ key, target: undefined, live: object }))];
}

interface Compared {
  readonly managed: ManagedResource;
  readonly status: ResourceStatus;
  /** Whether it makes the Application OutOfSync. */
  readonly counts: boolean;
  /** Why it cannot be compared with its manifest. */
  readonly failure: ApplicationCondition | undefined;
  readonly notModelled: readonly string[];
}

/** Whether an object differs from its manifest, or why that cannot be found out. */
function differs(
  { key, target, live }: Omit<ManagedResource, 'modified' | 'own'>,
  paths: readonly IgnoredPath[],
): { readonly modified: boolean; readonly failure: ApplicationCondition | undefined } {
  if (target === undefined || live === undefined) return { modified: true, failure: undefined };
  try {
    return { modified: isModified(key, target, live, paths), failure: undefined };
  } catch (error) {
    if (!(error instanceof StrategicMergeError)) throw error;
    const message = `Failed to compare desired state to live state: failed to calculate diff: ${error.message}`;
    return { modified: false, failure: { type: COMPARISON_ERROR, message } };
  }
}

function compareOne(app: Application, resource: Omit<ManagedResource, 'modified' | 'own'>): Compared {
  const { key, target, live } = resource;
  const { group, version, kind } = key.resource;
  const { paths, notModelled } = ignoredIn(app.spec.ignoreDifferences ?? [], key);
  const { modified, failure } = differs(resource, paths);
  const annotations = annotationsOf(live === undefined ? target : fieldsOf(live));
  const namespace = app.spec.destination.namespace ?? '';
  const own = target !== undefined || live === undefined || isSelfReferenced(instanceName(app), key, live, namespace);
  const hook = isHook(annotations) || isDeleteHook(annotations);
  const skipped = target !== undefined && isSkipped(annotationsOf(target));
  const judged = own && !hook && !skipped;
  const extraneous =
    target === undefined && annotationList(annotations, COMPARE_OPTIONS_ANNOTATION).includes('IgnoreExtraneous');
  const wave = waveOf(target === undefined ? annotations : annotationsOf(target));
  const status: ResourceStatus = {
    ...(group === '' ? {} : { group }),
    version,
    kind,
    ...(key.namespace === '' ? {} : { namespace: key.namespace }),
    name: key.name,
    ...(judged ? { status: modified ? 'OutOfSync' : 'Synced' } : {}),
    ...(hook ? { hook } : {}),
    ...(target === undefined && own && live !== undefined ? { requiresPruning: true } : {}),
    ...(wave === 0 ? {} : { syncWave: wave }),
    ...(needsConfirmation(app, [target, live === undefined ? undefined : fieldsOf(live)])
      ? { requiresDeletionConfirmation: true }
      : {}),
  };
  const counts = judged && modified && !extraneous;
  return { managed: { key, target, live, modified, own }, status, counts, failure, notModelled };
}

/** Whether somebody must confirm that the object is pruned or deleted. Source: controller/state.go isObjRequiresDeletionConfirmation */
function needsConfirmation({ spec }: Application, objects: readonly (JsonObject | undefined)[]): boolean {
  const defaults = spec.syncPolicy?.syncOptions ?? [];
  return objects.some((object) => {
    const own = annotationList(annotationsOf(object), SYNC_OPTIONS_ANNOTATION);
    const asks = (option: string): boolean => (optionValue(own, option) ?? optionValue(defaults, option)) === 'confirm';
    return object !== undefined && (asks('Delete') || asks('Prune'));
  });
}
