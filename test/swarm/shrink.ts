import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import type { SwarmWorld } from './world/random-world.ts';

type Files = Pick<SwarmWorld, 'scenario' | 'files'>;
type Path = readonly (string | number)[];

/** Keys without which a file is no scenario or manifest: removing them is not worth a try. */
const NEEDED = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'name']);

/**
 * Takes parts away from a world for as long as it still fails: files, documents, entries of the script, then ever smaller parts of what is left
 * (delta debugging, Zeller 2002, on a tree). `fails` runs a candidate; it is called at most `mostTries` times.
 */
export function shrink(world: Files, fails: (candidate: Files) => boolean, mostTries: number): Files {
  let tries = 0;
  const accepts = (candidate: Files): boolean => {
    tries += 1;
    return tries <= mostTries && fails(candidate);
  };
  let [current, tree] = [world, treeOf(world)];
  for (let hasShrunk = true; hasShrunk && tries < mostTries;) {
    hasShrunk = false;
    // Breadth first: a large part that goes saves the tries for all that is in it.
    for (let depth = 1; depth <= depthOf(tree) && tries < mostTries; depth += 1) {
      const groups = groupsAt(tree, depth);
      for (const { parent, keys } of groups) {
        const kept = removeFrom(tree, parent, keys, (candidate) => accepts(worldOf(candidate)));
        if (kept === undefined) continue;
        tree = kept;
        current = worldOf(tree);
        hasShrunk = true;
      }
    }
  }
  return current;
}

/** One tree for all files: what is removed from it is removed from a file. */
function treeOf({ scenario, files }: Files): JsonObject {
  return { scenario, files: Object.fromEntries(files) };
}

function worldOf({ scenario, files }: JsonObject): Files {
  const documents = isJsonObject(files ?? null) ? Object.entries(isJsonObject(files) ? files : {}) : [];
  const named = documents.map(([name, list]) => [name, isJsonArray(list) ? list.filter(isJsonObject) : []] as const);
  const kept = new Map(named.filter(([, list]) => list.length > 0));
  return { scenario: withoutFiles(isJsonObject(scenario) ? scenario : {}, kept), files: kept };
}

/** The scenario without mention of files that are gone. */
function withoutFiles(scenario: JsonObject, files: ReadonlyMap<string, unknown>): JsonObject {
  const { spec } = scenario;
  if (!isJsonObject(spec)) return scenario;
  const { manifests, script } = spec;
  return {
    ...scenario,
    spec: {
      ...spec,
      ...(isJsonArray(manifests) ? { manifests: manifests.filter((name) => files.has(String(name))) } : {}),
      ...(isJsonArray(script)
        ? {
            script: script.filter(
              (entry) => !isJsonObject(entry) || entry['apply'] === undefined || files.has(String(entry['apply'])),
            ),
          }
        : {}),
    },
  };
}

function childrenOf(value: Json | undefined): readonly (readonly [string | number, Json])[] {
  if (isJsonArray(value)) return value.map((item, index) => [index, item] as const);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, item] as const]));
}

function depthOf(value: Json): number {
  return 1 + Math.max(0, ...childrenOf(value).map(([, child]) => depthOf(child)));
}

/** All parts of a depth that may go, by their parent. */
function groupsAt(
  tree: Json,
  depth: number,
  parent: Path = [],
): readonly { readonly parent: Path; readonly keys: readonly (string | number)[] }[] {
  const children = childrenOf(tree);
  if (depth > 1) return children.flatMap(([key, child]) => groupsAt(child, depth - 1, [...parent, key]));
  const keys = children.map(([key]) => key).filter((key) => !NEEDED.has(String(key)));
  return parent.length === 0 || keys.length === 0 ? [] : [{ parent, keys }];
}

/** Takes away as many of the keys as possible: all, then halves, and so on down to one by one. */
function removeFrom(
  tree: JsonObject,
  parent: Path,
  keys: readonly (string | number)[],
  accepts: (candidate: JsonObject) => boolean,
): JsonObject | undefined {
  let [best, left, size] = [tree, keys, keys.length];
  while (size >= 1) {
    for (let at = 0; at < left.length;) {
      const part = left.slice(at, at + size);
      const candidate = without(best, parent, new Set(part));
      if (candidate !== undefined && accepts(candidate)) {
        best = candidate;
        left = renumbered(left, part);
      } else {
        at += size;
      }
    }
    size = Math.floor(size / 2);
  }
  return best === tree ? undefined : best;
}

/** The keys that are left; positions in a list move down. */
function renumbered(
  keys: readonly (string | number)[],
  gone: readonly (string | number)[],
): readonly (string | number)[] {
  return keys
    .filter((key) => !gone.includes(key))
    .map((key) =>
      typeof key === 'number' ? key - gone.filter((other) => typeof other === 'number' && other < key).length : key,
    );
}

function without(tree: JsonObject, parent: Path, keys: ReadonlySet<string | number>): JsonObject | undefined {
  const changed = change(tree, parent, (value) => {
    if (isJsonArray(value)) return value.filter((_, index) => !keys.has(index));
    if (!isJsonObject(value)) return undefined;
    return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.has(key)));
  });
  return isJsonObject(changed) ? changed : undefined;
}

function change(value: Json | undefined, path: Path, make: (value: Json) => Json | undefined): Json | undefined {
  if (value === undefined) return undefined;
  const [key, ...rest] = path;
  if (key === undefined) return make(value);
  const child = isJsonArray(value) ? value[Number(key)] : isJsonObject(value) ? value[String(key)] : undefined;
  const changed = change(child, rest, make);
  if (changed === undefined) return undefined;
  if (isJsonArray(value)) return value.map((item, index) => (index === key ? changed : item));
  return isJsonObject(value) ? { ...value, [String(key)]: changed } : undefined;
}
