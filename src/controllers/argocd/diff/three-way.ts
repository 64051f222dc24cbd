import { deepEqual } from '../../../api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { own, setOwn } from '../../../text/own.ts';

/**
 * Lists of Kubernetes' own kinds that are merged item by item, by the key of their items; all other lists are replaced whole.
 * Source: patchMergeKey in k8s.io/api (v1.34)
 */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
  conditions: 'type',
};
/** Ports of a Service have another key than those of a container. */
const PORT_KEYS: readonly string[] = ['containerPort', 'port'];

/** How lists are merged: by the keys of their items for Kubernetes' own kinds, whole for all others. */
export type ListMerge = 'by key' | 'whole';

/** Kinds of these groups have Go types in Argo CD, and so merge keys; a CustomResource's lists are replaced whole. */
const BUILT_IN: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'autoscaling', 'policy', 'networking.k8s.io']);

export function listMergeOf(group: string): ListMerge {
  return BUILT_IN.has(group) || group.endsWith('.k8s.io') ? 'by key' : 'whole';
}

/**
 * The object as it will be once the manifest is applied: what the manifest says, without what the manifest applied last had and this one has not;
 * what others wrote stays. Last `{a: 1, b: 2}`, now `{a: 1, c: 3}`, live `{a: 5, b: 2, d: 4}` gives `{a: 1, c: 3, d: 4}`.
 *
 * Source: gitops-engine/pkg/diff/diff.go ThreeWayDiff; k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 */
export function predictLive(last: JsonObject, target: JsonObject, live: JsonObject, lists: ListMerge): JsonObject {
  const result: Record<string, Json | undefined> = { ...live };
  for (const key of Object.keys(last))
    if (own(target, key) === undefined && last[key] !== undefined) delete result[key];
  for (const [key, value] of Object.entries(target)) {
    // A null says nothing: `creationTimestamp: null` stands in many manifests that tools have written.
    if (value === undefined || value === null) continue;
    setOwn(result, key, predictValue(own(last, key), value, own(live, key), lists, key));
  }
  return deepEqual(result, live) ? live : result;
}

function predictValue(
  last: Json | undefined,
  target: Json,
  live: Json | undefined,
  lists: ListMerge,
  key: string,
): Json {
  if (isJsonObject(target) && isJsonObject(live)) {
    return predictLive(isJsonObject(last) ? last : {}, target, live, lists);
  }
  if (lists === 'by key' && isJsonArray(target) && isJsonArray(live)) {
    const mergeKey = mergeKeyOf(key, target);
    if (mergeKey !== undefined) return predictList(isJsonArray(last) ? last : [], target, live, mergeKey);
  }
  return target;
}

function mergeKeyOf(key: string, items: readonly Json[]): string | undefined {
  const mergeKey = own(MERGE_KEYS, key);
  const known = mergeKey !== undefined ? [mergeKey] : key === 'ports' ? PORT_KEYS : [];
  return known.find((name) => items.every((item) => isJsonObject(item) && own(item, name) !== undefined));
}

/** Items of the manifest in its order, each merged with the live one of its key; then live ones that no manifest ever had. */
function predictList(
  last: readonly Json[],
  target: readonly Json[],
  live: readonly Json[],
  mergeKey: string,
): readonly Json[] {
  const find = (items: readonly Json[], value: Json | undefined): JsonObject | undefined =>
    items.filter(isJsonObject).find((item) => own(item, mergeKey) === value);
  const merged = target.filter(isJsonObject).map((item) => {
    const current = find(live, own(item, mergeKey));
    return current === undefined ? item : predictLive(find(last, own(item, mergeKey)) ?? {}, item, current, 'by key');
  });
  const foreign = live.filter((item) => {
    const value = isJsonObject(item) ? own(item, mergeKey) : undefined;
    return find(target, value) === undefined && find(last, value) === undefined;
  });
  const all = [...merged, ...foreign];
  // The order of items is none of a difference.
  const sameItems = all.length === live.length && all.every((item) => live.some((other) => deepEqual(item, other)));
  return sameItems ? live : all;
}
