import { canonical } from '../../../api/canonical.ts';
import { kindDefaults } from '../../../api/defaults/kinds.ts';
import { deepEqual } from '../../../api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { goTypeOf } from '../../../api/kubernetes/go-types.ts';
import { applyMergePatch, createThreeWayJsonMergePatch } from '../../../api/merge-patch.ts';
import type { StructShape } from '../../../api/shape/shape.ts';
import { applyStrategicMergePatch } from '../../../api/strategic-merge/apply.ts';
import { createThreeWayMergePatch, createTwoWayMergePatch } from '../../../api/strategic-merge/create.ts';
import { WrongTypeError } from '../../../api/wrong-type.ts';
import { own, setOwn } from '../../../text/own.ts';
import { textAt } from '../fields.ts';

/** A live object, and what it would be once its manifest is applied: they are equal if the object is Synced. */
export interface Prediction {
  readonly live: JsonObject;
  readonly predicted: JsonObject;
}

/**
 * What applying a manifest would make of a live object, by the manifest applied last: with the Go type of the kind a strategic merge and the defaults of
 * the API server on both sides; for custom resources a merge of JSON, in which live fields do not count that the manifest applied last does not have,
 * also in items of lists. A VirtualService without weights in Git stays as it is, whatever weights it has.
 *
 * Throws a StrategicMergeError for objects that their type does not allow.
 *
 * Source: gitops-engine/pkg/diff/diff.go ThreeWayDiff, threeWayMergePatch, applyPatch
 */
export function threeWayDiff(last: JsonObject, manifest: JsonObject, live: JsonObject): Prediction {
  const [before, wanted] = [withoutNamespace(last), withoutNamespace(manifest)];
  const apiVersion = textAt(before, 'apiVersion') ?? '';
  const kind = textAt(before, 'kind') ?? '';
  const type = goTypeOf(apiVersion, kind);
  if (type === undefined) {
    const known = removeMapFields(before, live);
    const predicted = applyMergePatch(live, createThreeWayJsonMergePatch(before, wanted, known));
    return { live, predicted: isJsonObject(predicted) ? predicted : {} };
  }
  const compared = kind === 'StatefulSet' ? withoutClaimDefaults(before, live) : live;
  const patch = createThreeWayMergePatch(before, wanted, compared, type);
  return {
    live: withDefaults(live, type, `${apiVersion}/${kind}`),
    predicted: withDefaults(applyStrategicMergePatch(live, patch, type), type, `${apiVersion}/${kind}`),
  };
}

/** Neither the namespace nor an empty map of annotations is a difference. Source: diff.go removeNamespaceAnnotation */
function withoutNamespace(manifest: JsonObject): JsonObject {
  const { metadata } = manifest;
  if (!isJsonObject(metadata)) return manifest;
  const { annotations = null } = metadata;
  const isEmpty = annotations === null || (isJsonObject(annotations) && Object.keys(annotations).length === 0);
  return {
    ...manifest,
    metadata: { ...metadata, namespace: undefined, ...(isEmpty ? { annotations: undefined } : {}) },
  };
}

/** The server fills in templates of claims in ways that no client knows. Source: diff.go statefulSetWorkaround */
function withoutClaimDefaults(last: JsonObject, live: JsonObject): JsonObject {
  const [wanted, found] = [last['spec'], live['spec']].map((spec) =>
    isJsonObject(spec) ? spec['volumeClaimTemplates'] : undefined,
  );
  const spec = live['spec'];
  if (!isJsonArray(wanted) || !isJsonArray(found) || !isJsonObject(spec)) return live;
  return { ...live, spec: { ...spec, volumeClaimTemplates: removeListFields(wanted, found) } };
}

/** Fields that the type does not have stay: only what the defaults add is put in. Source: diff.go applyPatch, generateSchemeDefaultPatch */
function withDefaults(object: JsonObject, type: StructShape<unknown>, kind: string): JsonObject {
  const typed = typedObject(type, object);
  if (typed === undefined) return object;
  return applyStrategicMergePatch(object, createTwoWayMergePatch(typed, kindDefaults(kind, typed), type), type);
}

/** The object as its Go type has it; undefined for one that does not decode. */
function typedObject(type: StructShape<unknown>, object: JsonObject): JsonObject | undefined {
  try {
    const typed = canonical(type, object);
    return isJsonObject(typed) ? typed : undefined;
  } catch (error) {
    if (error instanceof WrongTypeError) return undefined;
    throw error;
  }
}

/** Whether applying a manifest changes nothing. */
export function isSynced({ live, predicted }: Prediction): boolean {
  return deepEqual(live, predicted);
}

/** The live object with only those fields that the manifest has. Source: gitops-engine/pkg/utils/json/json.go RemoveMapFields */
export function removeMapFields(manifest: JsonObject, live: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, wanted] of Object.entries(manifest)) {
    const found = own(live, key);
    if (wanted !== undefined && found !== undefined) setOwn(result, key, removeFields(wanted, found));
  }
  return result;
}

function removeFields(manifest: Json, live: Json): Json {
  if (isJsonObject(manifest) && isJsonObject(live)) return removeMapFields(manifest, live);
  return isJsonArray(manifest) && isJsonArray(live) ? removeListFields(manifest, live) : live;
}

/** Items beyond those of the manifest stay, so that they are a difference. Source: gitops-engine/pkg/utils/json/json.go RemoveListFields */
function removeListFields(manifest: readonly Json[], live: readonly Json[]): readonly Json[] {
  return live.map((item, index) => {
    const wanted = manifest[index];
    return wanted === undefined ? item : removeFields(wanted, item);
  });
}
