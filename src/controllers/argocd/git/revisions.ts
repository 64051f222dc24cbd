import type { ApplicationSource } from '../../../api/argocd/application.ts';
import type { GitCommit, GitFile, GitRepository } from '../../../api/argocd/git-repository.ts';
import { isJsonObject, type JsonObject } from '../../../api/json.ts';
import { sha256 } from '../../../api/sha256.ts';
import { stableJson } from '../../../api/stable-json.ts';

/** Hexadecimal digits of a commit's name, as SHA-1 has them. */
const REVISION_LENGTH = 40;
const SHORT_REVISION = /^[0-9a-f]{7,40}$/;
const BRANCHES: ReadonlySet<string> = new Set(['', 'HEAD', 'main', 'master']);

/** The name of a commit: a hash of its parent, message, time and files, whatever the order of keys. */
export function revisionOf(parent: string, { message, committedAt, files }: Omit<GitCommit, 'revision'>): string {
  return sha256(stableJson([parent, message ?? '', committedAt, files ?? []])).slice(0, REVISION_LENGTH);
}

/**
 * The commit that a target revision means: the newest for HEAD and the branch, `HEAD~1` the one before it, else the one whose name is or begins with
 * the text. Tags and other branches are not modelled.
 */
export function resolveRevision(repository: GitRepository, target: string): GitCommit | undefined {
  const commits = repository.commits ?? [];
  if (BRANCHES.has(target)) return commits.at(-1);
  const back = /^HEAD~(\d+)$/.exec(target)?.[1];
  if (back !== undefined) return commits.at(-1 - Number(back));
  return SHORT_REVISION.test(target) ? commits.find(({ revision }) => revision.startsWith(target)) : undefined;
}

/**
 * The manifests that a source takes from a commit: of the files in its path, and of folders below only if it recurses. Path `apps/shop` takes
 * `apps/shop/rollout.yaml`, and `apps/shop/canary/rollout.yaml` with `directory.recurse`.
 *
 * Source: reposerver/repository/repository.go findManifests
 */
export function manifestsOf(commit: GitCommit, source: ApplicationSource): readonly JsonObject[] {
  const folder = normalFolder(source.path ?? '');
  const isIn = ({ path }: GitFile): boolean => {
    if (!path.startsWith(folder)) return false;
    return source.directory?.recurse === true || !path.slice(folder.length).includes('/');
  };
  return (commit.files ?? []).filter(isIn).flatMap(({ objects }) => (objects ?? []).filter(isJsonObject));
}

/** `./apps/shop/` and `apps/shop` are `apps/shop/`; `.` is the whole repository. */
function normalFolder(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}
