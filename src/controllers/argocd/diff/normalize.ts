import { canonical } from '../../../api/canonical.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { goStruct, goTypeOf } from '../../../api/kubernetes/go-types.ts';
import type { Shape } from '../../../api/shape/shape.ts';
import { unknownFields } from '../../../api/unknown-fields.ts';
import { WrongTypeError } from '../../../api/wrong-type.ts';
import { textAt, valueAt } from '../fields.ts';
import { type IgnoredPath, withoutPaths } from './ignored-paths.ts';
import { removeMapFields } from './three-way.ts';

/** Nobody writes a status by a manifest. Source: util/argo/diff/diff.go with ignoreResourceStatusField `all`, the default since v3.0 */
const STATUS: IgnoredPath = { parts: ['status'] };

/**
 * An object as Argo CD compares it: without its status and what is ignored, with `stringData` of a Secret as data, and the pod template of a Rollout as
 * the Go types have it.
 *
 * Source: gitops-engine/pkg/diff/diff.go Normalize; util/argo/normalizers
 */
export function normalized(object: JsonObject, ignored: readonly IgnoredPath[]): JsonObject {
  const plain = withoutCreationTime(object);
  return withKnownTypes(withoutPaths(normalizedByKind(plain), [STATUS, ...ignored]));
}

function withoutCreationTime(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isJsonObject(metadata) || metadata['creationTimestamp'] === undefined) return object;
  return { ...object, metadata: { ...metadata, creationTimestamp: undefined } };
}

function normalizedByKind(object: JsonObject): JsonObject {
  switch (groupKind(object)) {
    case '/Secret':
      return normalizedSecret(object);
    case 'rbac.authorization.k8s.io/Role':
    case 'rbac.authorization.k8s.io/ClusterRole': {
      const { rules } = object;
      return isJsonArray(rules) && rules.length === 0 ? { ...object, rules: null } : object;
    }
    default:
      return object;
  }
}

function groupKind(object: JsonObject): string {
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${textAt(object, 'kind') ?? ''}`;
}

/** Source: diff.go NormalizeSecret */
function normalizedSecret(secret: JsonObject): JsonObject {
  const { stringData, data, ...others } = secret;
  const texts = isJsonObject(stringData) ? Object.entries(stringData) : undefined;
  const encoded = texts?.map(([key, value]) => [key, typeof value === 'string' ? encodeBase64(value) : value] as const);
  const all = encoded === undefined ? data : { ...(isJsonObject(data) ? data : {}), ...Object.fromEntries(encoded) };
  const result = { ...others, ...(texts === undefined ? { stringData } : {}), data: all };
  if (!isJsonObject(all)) return result;
  const bytes = decoded(goStruct('core.Secret'), { data: all });
  const values = isJsonObject(bytes) ? bytes['data'] : undefined;
  if (!isJsonObject(values)) return result;
  // A key without a value is one with an empty value.
  return { ...result, data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? ''])) };
}

/** Text in UTF-8 as base64. */
function encodeBase64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

/** Source: util/argo/normalizers/knowntypes_normalizer.go */
function withKnownTypes(object: JsonObject): JsonObject {
  if (groupKind(object) !== 'argoproj.io/Rollout') return object;
  const [spec, template] = [valueAt(object, 'spec'), valueAt(object, 'spec', 'template')];
  const pod = valueAt(object, 'spec', 'template', 'spec');
  if (!isJsonObject(spec) || !isJsonObject(template) || pod === undefined) return object;
  const typed = decoded(goStruct('core.PodSpec'), pod);
  return typed === undefined ? object : { ...object, spec: { ...spec, template: { ...template, spec: typed } } };
}

function decoded(shape: Shape<unknown>, value: Json): Json | undefined {
  try {
    return canonical(shape, value);
  } catch (error) {
    if (error instanceof WrongTypeError) return undefined;
    throw error;
  }
}

/**
 * An object of a built-in kind in the notation that the API server gives it: `cpu: "0.1"` is `100m`, an empty value of an optional field is none. One that
 * has fields which its type does not have stays as it is.
 *
 * Source: gitops-engine/pkg/diff/diff.go remarshal
 */
export function remarshalled(object: JsonObject): JsonObject {
  const type = goTypeOf(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  return type === undefined ? object : inNotationOf(type, object);
}

/** The fields of an object in the notation of a shape, no other fields. */
export function inNotationOf(shape: Shape<unknown>, object: JsonObject): JsonObject {
  if (unknownFields(shape, object).length > 0) return object;
  const typed = decoded(shape, object);
  return isJsonObject(typed) ? removeMapFields(object, typed) : object;
}
