import { APP_PROJECT, APPLICATION, ARGO_CD_NAMESPACE } from '../api/argocd/resources.ts';
import { convertAutoscaler } from '../api/autoscaling-v1.ts';
import { fnv32a, safeEncodeString } from '../api/hash.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { goTypeOf } from '../api/kubernetes/go-types.ts';
import { dnsSubdomainErrors, isDnsLabel } from '../api/label-validation.ts';
import { apiVersionOf, KNOWN_RESOURCES, type KubeObject, type Resource, unknownResource } from '../api/resources.ts';
import { stableJson } from '../api/stable-json.ts';
import { own } from '../text/own.ts';
import type { DiagnosticList } from './diagnostics.ts';
import { buildCommand } from './files.ts';
import type { Manifest } from './manifest.ts';
import { removedVersion } from './removed-versions.ts';
import { show } from './schema/issues.ts';
import { didYouMean } from './suggest.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';
import type { YamlDocument } from './yaml-reader.ts';

/** Kinds of Argo CD: they are where it is installed, unless they say otherwise. */
const ARGO_CD_KINDS: readonly Resource<KubeObject>[] = [APPLICATION, APP_PROJECT];

/** Kinds whose names may have colons and the like: only `/` and `%` are refused (path segment names). */
const PATH_NAMED = /^(Cluster)?Role(Binding)?$/;
/** Files that people mistake for manifests. */
const BUILT_KINDS: ReadonlySet<string> = new Set(['Kustomization', 'Component']);

interface Context {
  readonly document: YamlDocument;
  readonly path: YamlPath;
  readonly diagnostics: DiagnosticList;
  readonly namespace: string;
  /** The seed of the rehearsal: names that the API server makes up are drawn from it. */
  readonly seed?: number;
}

/** Finds out what an object is and what it is called; undefined (and reported) if that cannot be said. */
export function identify(context: Context, written: Json): Manifest | undefined {
  const { document, path, diagnostics } = context;
  if (isForeign(context, written)) {
    diagnostics.add('N438', placeOfKey(document, path), { found: foreignText(written) });
    return undefined;
  }
  if (!isJsonObject(written)) {
    diagnostics.add('E401', placeOfValue(document, path), { found: show(written) });
    return undefined;
  }
  const value = convertAutoscaler(written);
  const resource = resourceOf(context, value);
  if (resource === undefined) return undefined;
  const name = nameOf(context, value, resource);
  if (name === undefined) return undefined;
  const otherwise = ARGO_CD_KINDS.includes(resource) ? ARGO_CD_NAMESPACE : context.namespace;
  const namespace = resource.namespaced ? namespaceOf(context, value, otherwise) : '';
  const stored = withoutServerFields(context, value, resource);
  const named = withName(stored, name);
  const object = resource.namespaced ? withNamespace(named, namespace) : named;
  return { object, resource, namespace, name, document, path, unknownKind: resource.shape === undefined };
}

/**
 * Whether a whole document is not meant for a cluster: values of a chart, a patch, the configuration of a tool. A document that has something of an object
 * is one with a mistake.
 */
function isForeign({ path }: Context, value: Json): boolean {
  if (path.length > 0) return false;
  if (!isJsonObject(value)) return !(isJsonArray(value) && value.some((item) => isJsonObject(item) && 'kind' in item));
  const { kind, apiVersion, metadata } = value;
  if (isBuilt(value)) return false;
  if (kind === undefined) return apiVersion === undefined && !isJsonObject(metadata) && !isJsonObject(value['spec']);
  if (typeof kind !== 'string' || KNOWN_RESOURCES.some((resource) => resource.kind === kind)) return false;
  if (typeof apiVersion !== 'string') return apiVersion === undefined && !isJsonObject(metadata);
  const isNamed = isJsonObject(metadata) && (metadata['name'] !== undefined || metadata['generateName'] !== undefined);
  return !isNamed && goTypeOf(apiVersion, kind) === undefined;
}

function foreignText(value: Json): string {
  if (!isJsonObject(value)) return show(value);
  const kind = textAt(value, 'kind');
  if (kind !== undefined) return `kind: ${kind} without a name`;
  const keys = Object.keys(value).slice(0, 5).join(', ');
  return keys === '' ? 'an empty mapping' : keys;
}

/** Whether a document is an instruction for Kustomize. */
function isBuilt(value: JsonObject): boolean {
  const kind = textAt(value, 'kind');
  return (
    kind !== undefined && BUILT_KINDS.has(kind) && (textAt(value, 'apiVersion') ?? 'kustomize').startsWith('kustomize')
  );
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function resourceOf(context: Context, object: JsonObject): Resource<KubeObject> | undefined {
  const { document, path, diagnostics } = context;
  const kind = textAt(object, 'kind');
  const apiVersion = textAt(object, 'apiVersion');
  if (kind === undefined) {
    const found = Object.keys(object).slice(0, 5).join(', ');
    diagnostics.add('E403', placeOfValue(document, path), { found: found === '' ? 'an empty mapping' : found });
    return undefined;
  }
  if (isBuilt(object)) {
    const build = buildCommand(document.file.name);
    diagnostics.add('E415', placeOfValue(document, [...path, 'kind']), { kind, build });
    return undefined;
  }
  const sameKind = KNOWN_RESOURCES.find((resource) => resource.kind === kind);
  if (apiVersion === undefined) {
    const known = sameKind === undefined ? undefined : apiVersionOf(sameKind);
    diagnostics.add('E402', placeOfKey(document, [...path, 'kind']), { kind, apiVersion: known });
    return undefined;
  }
  const exact = [...KNOWN_RESOURCES, ...ARGO_CD_KINDS].find(
    (resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion,
  );
  return exact ?? strangeResource(context, kind, apiVersion, sameKind);
}

/** A kind that has no shape: kept as it is, unless it is a known kind with a slip in its kind or apiVersion. */
function strangeResource(
  context: Context,
  kind: string,
  apiVersion: string,
  sameKind: Resource<KubeObject> | undefined,
): Resource<KubeObject> | undefined {
  const { document, path, diagnostics } = context;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const sameVersion = KNOWN_RESOURCES.filter((resource) => apiVersionOf(resource) === apiVersion);
  if (group === 'argoproj.io' && sameVersion.length === 0 && sameKind?.group === 'argoproj.io') {
    const expected = apiVersionOf(sameKind);
    diagnostics.add('E411', placeOfValue(document, [...path, 'apiVersion']), {
      kind,
      found: apiVersion,
      expected,
      since: removedVersion(apiVersion, kind)?.since,
    });
    return undefined;
  }
  if (sameKind !== undefined && isSlip(sameKind, group)) {
    const expected = apiVersionOf(sameKind);
    diagnostics.add('E411', placeOfValue(document, [...path, 'apiVersion']), {
      kind,
      found: apiVersion,
      expected,
      since: removedVersion(apiVersion, kind)?.since,
    });
    return undefined;
  }
  const removed = removedVersion(apiVersion, kind);
  if (removed !== undefined) {
    diagnostics.add('W439', placeOfValue(document, [...path, 'apiVersion']), { kind, found: apiVersion, ...removed });
  }
  const kinds = sameVersion.map((resource) => resource.kind);
  const suggestion = didYouMean(kind, kinds);
  if (suggestion !== undefined && !OTHER_KINDS.has(kind)) {
    diagnostics.add('E412', placeOfValue(document, [...path, 'kind']), {
      apiVersion,
      found: kind,
      known: kinds,
      suggestion,
    });
    return undefined;
  }
  return unknownResource(apiVersion, kind);
}

/** Groups of Kubernetes in which a kind was written by mistake; a group of somebody else may have a kind of the same name. */
function isSlip(sameKind: Resource<KubeObject>, group: string): boolean {
  const builtIn = ['', 'apps', 'batch', 'core', 'extensions'];
  return builtIn.includes(group) || (sameKind.group !== '' && didYouMean(group, [sameKind.group]) !== undefined);
}

/** Kinds of Kubernetes and Argo that resemble a known kind by their letters only. */
const OTHER_KINDS: ReadonlySet<string> = new Set([
  'Node',
  'Secret',
  'Job',
  'CronJob',
  'Event',
  'Binding',
  'Workflow',
  'DaemonSet',
  'StatefulSet',
  'WorkflowTemplate',
  'ClusterWorkflowTemplate',
]);

function nameOf(context: Context, object: JsonObject, resource: Resource<KubeObject>): string | undefined {
  const { document, path, diagnostics } = context;
  const { kind } = resource;
  const metadata = object['metadata'];
  const value = isJsonObject(metadata) ? metadata['name'] : undefined;
  if (value === undefined || value === null || value === '') {
    const prefix = isJsonObject(metadata) ? metadata['generateName'] : undefined;
    if (typeof prefix === 'string' && prefix !== '') return generatedName(context, object, kind, prefix);
    diagnostics.add('E404', placeOfKey(document, [...path, isJsonObject(metadata) ? 'metadata' : 'kind']), { kind });
    return undefined;
  }
  const place = placeOfValue(document, [...path, 'metadata', 'name']);
  if (typeof value !== 'string') {
    diagnostics.add('E416', place, { path: 'metadata.name', found: show(value) });
    return undefined;
  }
  const valid = PATH_NAMED.test(kind) ? !/[/%]/.test(value) : dnsSubdomainErrors(value).length === 0;
  if (!valid) diagnostics.add('E405', place, { kind, found: value });
  return value;
}

/** The longest prefix to which the API server adds its five letters. Source: k8s.io/apiserver names.maxGeneratedNameLength */
const LONGEST_PREFIX = 58;

/** A name as the API server makes it up: five letters behind the prefix, which depend on the seed and the object alone. */
function generatedName(context: Context, object: JsonObject, kind: string, prefix: string): string {
  const { document, path, diagnostics, seed = 1 } = context;
  const bytes = new TextEncoder().encode(stableJson([seed, object]));
  const digits = String(fnv32a(bytes)).padStart(5, '0').slice(-5);
  const name = `${prefix.slice(0, LONGEST_PREFIX)}${safeEncodeString(digits)}`;
  const place = placeOfValue(document, [...path, 'metadata', 'generateName']);
  if (dnsSubdomainErrors(name).length > 0) diagnostics.add('E405', place, { kind, found: prefix });
  else diagnostics.add('N414', place, { kind, name });
  return name;
}

function namespaceOf({ document, path, diagnostics }: Context, object: JsonObject, otherwise: string): string {
  const metadata = object['metadata'];
  const value = isJsonObject(metadata) ? metadata['namespace'] : undefined;
  if (value === undefined || value === null || value === '') return otherwise;
  const place = placeOfValue(document, [...path, 'metadata', 'namespace']);
  if (typeof value !== 'string') {
    diagnostics.add('E416', place, { path: 'metadata.namespace', found: show(value) });
    return otherwise;
  }
  if (!isDnsLabel(value)) diagnostics.add('E430', place, { found: value });
  return value;
}

/** What the API server sets and refuses or ignores when it is given: output of `kubectl get -o yaml` has it. */
const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'managedFields',
] as const;

/** The object as a person could have written it: what only the API server and controllers write is left out, and that is said. */
function withoutServerFields(context: Context, object: JsonObject, resource: Resource<KubeObject>): JsonObject {
  const { document, path, diagnostics } = context;
  const { kind } = resource;
  const metadata = object['metadata'];
  let result = object;
  if (isJsonObject(metadata)) {
    const fields = SERVER_FIELDS.filter((field) => metadata[field] !== undefined);
    const [first] = fields.filter((field) => metadata[field] !== null);
    if (first !== undefined) {
      diagnostics.add('W429', placeOfKey(document, [...path, 'metadata', first]), { kind, fields: fields.join(', ') });
    }
    if (fields.length > 0) result = { ...result, metadata: without(metadata, fields) };
  }
  const status = object['status'];
  if (!resource.statusSubresource || status === undefined) return result;
  if (isJsonObject(status) && Object.keys(status).length > 0) {
    diagnostics.add('W426', placeOfKey(document, [...path, 'status']), { kind });
  }
  return without(result, ['status']);
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function withName(object: JsonObject, name: string): JsonObject {
  const metadata = object['metadata'];
  if (!isJsonObject(metadata) || metadata['name'] === name) return object;
  return { ...object, metadata: { ...metadata, name } };
}

function withNamespace(object: JsonObject, namespace: string): JsonObject {
  const metadata = object['metadata'];
  if (!isJsonObject(metadata) || metadata['namespace'] === namespace) return object;
  return { ...object, metadata: { ...metadata, namespace } };
}
