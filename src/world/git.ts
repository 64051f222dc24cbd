import type { GitFile } from '../api/argocd/git-repository.ts';

/** A Git repository as it is when the run begins. */
export interface GitSource {
  readonly name: string;
  readonly url: string;
  readonly message: string;
  readonly files: readonly GitFile[];
}

/** A commit that somebody makes: what it does to the files of the branch, in this order. */
export interface CommitChange {
  /** The name of the repository. */
  readonly repository: string;
  readonly message: string;
  /** Takes back what this commit did (`HEAD`, `HEAD~1`, or the begin of its name). */
  readonly revert?: string;
  readonly files?: readonly GitFile[];
  readonly remove?: readonly string[];
  readonly images?: readonly ImageChange[];
}

/** `CONTAINER=IMAGE`, in one workload or in all that have such a container. */
export interface ImageChange {
  readonly container: string;
  readonly image: string;
  readonly workload?: { readonly kind: string; readonly name: string };
}
