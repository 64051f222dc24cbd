import type { GitCommit, GitFile } from '../../../api/argocd/git-repository.ts';
import { deepEqual } from '../../../api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../api/json.ts';
import { own } from '../../../text/own.ts';
import type { ImageChange } from '../../../world/git.ts';
import { textAt, valueAt } from '../fields.ts';

/** Files with those of the same path replaced and the others added, in the order of paths. */
export function withFiles(files: readonly GitFile[], changed: readonly GitFile[]): readonly GitFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const file of changed) byPath.set(file.path, file);
  return inOrder([...byPath.values()]);
}

export function withoutFiles(files: readonly GitFile[], paths: readonly string[]): readonly GitFile[] {
  return files.filter(({ path }) => !paths.includes(path));
}

/** Files in which containers have other images; undefined if no container has the name. */
export function withImage(files: readonly GitFile[], change: ImageChange): readonly GitFile[] | undefined {
  let found = false;
  const changed = files.map((file) => ({
    ...file,
    objects: (file.objects ?? []).map((object) => {
      if (!isJsonObject(object) || !isMeant(object, change)) return object;
      const after = setImage(object, change);
      found ||= after !== undefined;
      return after ?? object;
    }),
  }));
  return found ? changed : undefined;
}

function isMeant(object: JsonObject, { workload }: ImageChange): boolean {
  if (workload === undefined) return true;
  return object['kind'] === workload.kind && textAt(object, 'metadata', 'name') === workload.name;
}

function setImage(object: JsonObject, { container, image }: ImageChange): JsonObject | undefined {
  const containers = valueAt(object, 'spec', 'template', 'spec', 'containers');
  if (!isJsonArray(containers)) return undefined;
  const named = (item: Json): item is JsonObject => isJsonObject(item) && item['name'] === container;
  if (!containers.some(named)) return undefined;
  const changed = containers.map((item) => (named(item) ? { ...item, image } : item));
  return replaced(object, ['spec', 'template', 'spec', 'containers'], changed);
}

function replaced(object: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  const inner = own(object, key);
  return { ...object, [key]: rest.length === 0 ? value : replaced(isJsonObject(inner) ? inner : {}, rest, value) };
}

/**
 * The files with what a commit changed taken back, as `git revert` does: each file that it changed is as it was in its parent, all others stay. A
 * file that has been changed since as well cannot be reverted: undefined.
 */
export function reverted(
  files: readonly GitFile[],
  commit: GitCommit,
  parent: GitCommit | undefined,
): readonly GitFile[] | undefined {
  const pathsOf = (list: readonly GitFile[] | undefined): readonly string[] => (list ?? []).map(({ path }) => path);
  const find = (list: readonly GitFile[] | undefined, path: string): GitFile | undefined =>
    list?.find((file) => file.path === path);
  let result: readonly GitFile[] = files;
  for (const path of new Set([...pathsOf(parent?.files), ...pathsOf(commit.files)])) {
    const before = find(parent?.files, path);
    const after = find(commit.files, path);
    if (deepEqual(before, after)) continue;
    if (!deepEqual(find(files, path), after)) return undefined;
    result = before === undefined ? withoutFiles(result, [path]) : withFiles(result, [before]);
  }
  return result;
}

function inOrder(files: readonly GitFile[]): readonly GitFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}
