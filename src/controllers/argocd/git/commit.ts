import type { GitFile, GitRepository } from '../../../api/argocd/git-repository.ts';
import { GIT_REPOSITORY } from '../../../api/argocd/resources.ts';
import { deepEqual } from '../../../api/equality.ts';
import { ApiError } from '../../../api/errors.ts';
import type { ApiServer } from '../../../api/server.ts';
import { formatTime } from '../../../api/times.ts';
import type { CommitChange } from '../../../world/git.ts';
import { reverted, withFiles, withImage, withoutFiles } from './changes.ts';
import { revisionOf, resolveRevision } from './revisions.ts';

/** A repository with its first commit. */
export function newRepository(
  name: string,
  url: string,
  nowMs: number,
  first: Omit<CommitChange, 'repository'>,
): GitRepository {
  const committedAt = formatTime(nowMs);
  const files = withFiles([], first.files ?? []);
  const commit = { message: first.message, committedAt, files };
  return { metadata: { name }, spec: { url }, commits: [{ revision: revisionOf('', commit), ...commit }] };
}

/** Puts a commit on the branch; returns its revision. Throws an ApiError if it cannot be made. */
export function commitTo(api: ApiServer, nowMs: number, change: CommitChange): string {
  const repository = api.get(GIT_REPOSITORY, '', change.repository);
  const head = repository.commits?.at(-1);
  const files = changedFiles(repository, change);
  if (deepEqual(files, head?.files ?? [])) throw new ApiError('BadRequest', 'nothing to commit, working tree clean');
  const commit = { message: change.message, committedAt: formatTime(nowMs), files };
  const revision = revisionOf(head?.revision ?? '', commit);
  api.update(GIT_REPOSITORY, { ...repository, commits: [...(repository.commits ?? []), { revision, ...commit }] });
  return revision;
}

function changedFiles(repository: GitRepository, change: CommitChange): readonly GitFile[] {
  let files: readonly GitFile[] = repository.commits?.at(-1)?.files ?? [];
  if (change.revert !== undefined) files = revertedFiles(repository, change.revert, files);
  files = withFiles(withoutFiles(files, change.remove ?? []), change.files ?? []);
  for (const image of change.images ?? []) {
    const changed = withImage(files, image);
    if (changed === undefined) {
      throw new ApiError('BadRequest', `no manifest in Git has a container ${image.container}`);
    }
    files = changed;
  }
  return files;
}

function revertedFiles(repository: GitRepository, target: string, files: readonly GitFile[]): readonly GitFile[] {
  const commits = repository.commits ?? [];
  const commit = resolveRevision(repository, target);
  if (commit === undefined) throw new ApiError('BadRequest', `bad revision '${target}'`);
  const result = reverted(files, commit, commits[commits.indexOf(commit) - 1]);
  if (result === undefined) {
    throw new ApiError('BadRequest', `could not revert ${commit.revision.slice(0, 7)}: its files were changed since`);
  }
  return result;
}
