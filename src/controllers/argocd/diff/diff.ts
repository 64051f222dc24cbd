import type { ResourceIgnoreDifferences } from '../../../api/argocd/application.ts';
import { LAST_APPLIED_ANNOTATION } from '../../../api/argocd/names.ts';
import { deepEqual } from '../../../api/equality.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { fieldsOf } from '../../../api/object-form.ts';
import type { KubeObject } from '../../../api/resources.ts';
import type { ApiServer } from '../../../api/server.ts';
import type { ObjectKey } from '../objects.ts';
import { ignoredPaths, type IgnoredPath, withoutPaths } from './ignored-paths.ts';
import { listMergeOf, predictLive } from './three-way.ts';

/** What applying a manifest would make of a live object. */
export interface Difference {
  readonly modified: boolean;
  /** The object once the manifest is applied. */
  readonly predicted: KubeObject;
}

/** The manifest that was applied last, as kubectl keeps it with the object. */
function lastApplied(live: KubeObject): JsonObject {
  const text = live.metadata.annotations?.[LAST_APPLIED_ANNOTATION];
  if (text === undefined) return {};
  const value: Json = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** Nobody writes a status by a manifest. Source: util/argo/diff/diff.go with ignoreResourceStatusField `all`, the default since v3.0 */
function withoutStatus(manifest: JsonObject): JsonObject {
  return manifest['status'] === undefined ? manifest : { ...manifest, status: undefined };
}

/**
 * Compares a manifest with the live object: it is modified if applying the manifest would change anything but what is ignored.
 *
 * Source: util/argo/diff/diff.go StateDiff, gitops-engine/pkg/diff/diff.go Diff
 */
export function differenceOf(
  api: ApiServer,
  key: ObjectKey,
  target: JsonObject,
  live: KubeObject,
  ignored: readonly IgnoredPath[],
): Difference {
  const predicted = predict(api, key, target, live);
  const fields = withoutPaths(fieldsOf(live), ignored);
  return { modified: !deepEqual(withoutPaths(fieldsOf(predicted), ignored), fields), predicted };
}

function predict(
  api: ApiServer,
  { resource }: ObjectKey,
  target: JsonObject,
  live: KubeObject,
  last = withoutStatus(lastApplied(live)),
): KubeObject {
  const merged = predictLive(last, withoutStatus(target), fieldsOf(live), listMergeOf(resource.group));
  return merged === fieldsOf(live) ? live : api.decode(merged);
}

/**
 * The object that a sync writes: with the manifest remembered as applied last. With RespectIgnoreDifferences what is ignored stays as it is live.
 *
 * Source: k8s.io/kubectl/pkg/cmd/apply/patcher.go; controller/sync.go normalizeTargetResources
 */
export function appliedObject(
  api: ApiServer,
  key: ObjectKey,
  target: JsonObject,
  live: KubeObject,
  respected: readonly IgnoredPath[],
): KubeObject {
  if (respected.length === 0) return withLastApplied(predict(api, key, target, live), target);
  const last = withoutPaths(withoutStatus(lastApplied(live)), respected);
  return withLastApplied(predict(api, key, withoutPaths(target, respected), live, last), target);
}

export function withLastApplied(object: KubeObject, manifest: JsonObject): KubeObject {
  const annotations = { ...object.metadata.annotations, [LAST_APPLIED_ANNOTATION]: JSON.stringify(manifest) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** What an Application ignores in an object. */
export function ignoredIn(
  rules: readonly ResourceIgnoreDifferences[],
  { resource: { group, kind }, namespace, name }: ObjectKey,
): ReturnType<typeof ignoredPaths> {
  return ignoredPaths(rules, { group, kind, namespace, name });
}
