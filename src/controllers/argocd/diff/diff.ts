import type { ResourceIgnoreDifferences } from '../../../api/argocd/application.ts';
import { LAST_APPLIED_ANNOTATION } from '../../../api/argocd/names.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { goTypeOf } from '../../../api/kubernetes/go-types.ts';
import { applyMergePatch, createThreeWayJsonMergePatch } from '../../../api/merge-patch.ts';
import { fieldsOf } from '../../../api/object-form.ts';
import { apiVersionOf, type KubeObject } from '../../../api/resources.ts';
import type { ApiServer } from '../../../api/server.ts';
import { applyStrategicMergePatch } from '../../../api/strategic-merge/apply.ts';
import { createThreeWayMergePatch } from '../../../api/strategic-merge/create.ts';
import { StrategicMergeError } from '../../../api/strategic-merge/schema.ts';
import { textAt } from '../fields.ts';
import type { ObjectKey } from '../objects.ts';
import { ignoredPaths, type IgnoredPath } from './ignored-paths.ts';
import { inNotationOf, normalized, remarshalled } from './normalize.ts';
import { isSynced, type Prediction, threeWayDiff } from './three-way.ts';

/** The manifest that was applied last, as kubectl keeps it with the object. */
function lastApplied(live: JsonObject): JsonObject | undefined {
  const text = textAt(live, 'metadata', 'annotations', LAST_APPLIED_ANNOTATION);
  if (text === undefined) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Somebody has changed the annotation by hand: it counts as none.
    return undefined;
  }
}

/**
 * Compares a manifest with a live object, both as JSON: by the manifest that was applied last, or without one (or if the types of the objects do not
 * allow that) as if this manifest had been applied. Throws a StrategicMergeError if they cannot be compared.
 *
 * Source: gitops-engine/pkg/diff/diff.go Diff, TwoWayDiff
 */
export function predictionOf(
  manifest: JsonObject,
  live: JsonObject,
  ignored: readonly IgnoredPath[],
  readLast: (manifest: JsonObject) => JsonObject = (last) => last,
): Prediction {
  const wanted = normalized(remarshalled(manifest), ignored);
  const found = normalized(remarshalled(live), ignored);
  const last = lastApplied(live);
  if (last !== undefined) {
    try {
      return threeWayDiff(normalized(readLast(last), ignored), wanted, found);
    } catch (error) {
      if (!(error instanceof StrategicMergeError)) throw error;
    }
  }
  return threeWayDiff(wanted, wanted, found);
}

/**
 * Whether a live object differs from its manifest in anything that is not ignored. Kinds of Argo are compared in the notation in which they are stored
 * here, that of their Go types.
 *
 * Source: util/argo/diff/diff.go StateDiff
 */
export function isModified(
  { resource }: ObjectKey,
  target: JsonObject,
  live: KubeObject,
  ignored: readonly IgnoredPath[],
): boolean {
  const { shape } = resource;
  const isCustom = goTypeOf(apiVersionOf(resource), resource.kind) === undefined;
  const read = (manifest: JsonObject): JsonObject =>
    shape === undefined || !isCustom ? manifest : inNotationOf(shape, manifest);
  return !isSynced(predictionOf(read(target), fieldsOf(live), ignored, read));
}

/**
 * The object that a sync writes: with the manifest remembered as applied last. Throws a StrategicMergeError for a manifest that cannot be applied.
 *
 * Source: k8s.io/kubectl/pkg/cmd/apply/patcher.go
 */
export function appliedObject(
  api: ApiServer,
  { resource }: ObjectKey,
  target: JsonObject,
  live: KubeObject,
): KubeObject {
  const fields = fieldsOf(live);
  const last = lastApplied(fields) ?? {};
  const type = goTypeOf(apiVersionOf(resource), resource.kind);
  const merged =
    type === undefined
      ? applyMergePatch(fields, createThreeWayJsonMergePatch(last, target, fields))
      : applyStrategicMergePatch(fields, createThreeWayMergePatch(last, target, fields, type), type);
  return withLastApplied(api.decode(isJsonObject(merged) ? merged : {}), target);
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
