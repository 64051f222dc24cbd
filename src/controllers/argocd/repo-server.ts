import type { ApplicationSource } from '../../api/argocd/application.ts';
import type { GitCommit, GitRepository } from '../../api/argocd/git-repository.ts';
import { isSameRepository } from '../../api/argocd/policy.ts';
import { GIT_REPOSITORY } from '../../api/argocd/resources.ts';
import type { Clock } from '../../api/clock.ts';
import type { JsonObject } from '../../api/json.ts';
import type { ApiServer } from '../../api/server.ts';
import { manifestsOf, resolveRevision } from './git/revisions.ts';

/** The manifests of a source at a revision, or why there are none. */
export type TargetState =
  | { readonly revision: string; readonly manifests: readonly JsonObject[]; readonly error?: undefined }
  | { readonly error: string };

interface Resolved {
  readonly commit: GitCommit;
  readonly atMs: number;
}

/** What Argo CD knows of Git: it remembers for a while what a branch meant. Source: reposerver/cache/cache.go */
export class RepoServer {
  readonly #api: ApiServer;
  readonly #clock: Clock;
  readonly #keepMs: number;
  readonly #resolved = new Map<string, Resolved>();

  constructor(api: ApiServer, clock: Clock, keepMs: number) {
    this.#api = api;
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  repositoryOf({ repoURL }: ApplicationSource): GitRepository | undefined {
    return this.#api.list(GIT_REPOSITORY).find(({ spec }) => isSameRepository(spec.url, repoURL));
  }

  /** The manifests of a source; `fresh` asks Git itself what the revision means. */
  targetState(source: ApplicationSource, revision: string, fresh: boolean): TargetState {
    const repository = this.repositoryOf(source);
    if (repository === undefined) return { error: `repository ${source.repoURL} not found` };
    const commit = this.#resolve(repository, revision, fresh);
    if (commit === undefined) return { error: `unable to resolve '${revision}' to a commit SHA` };
    return { revision: commit.revision, manifests: manifestsOf(commit, source) };
  }

  #resolve(repository: GitRepository, revision: string, fresh: boolean): GitCommit | undefined {
    const key = `${repository.spec.url} ${revision}`;
    const nowMs = this.#clock.nowMs();
    const known = this.#resolved.get(key);
    if (!fresh && known !== undefined && nowMs - known.atMs < this.#keepMs) return known.commit;
    const commit = resolveRevision(repository, revision);
    if (commit !== undefined) this.#resolved.set(key, { commit, atMs: nowMs });
    return commit;
  }
}
