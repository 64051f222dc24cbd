/** Git repositories of a rehearsal: no kind of a real cluster, kept among its objects so that every instant of a run has its commits. */
import { objectMeta, typeMeta } from '../shape/meta.ts';
import { type Infer, kept, list, omit, raw, struct, text, time } from '../shape/shape.ts';

export const gitFile = struct({ path: kept(text), objects: omit(list(raw)) });
export type GitFile = Infer<typeof gitFile>;

const gitCommit = struct({
  revision: kept(text),
  message: omit(text),
  committedAt: kept(time),
  files: omit(list(gitFile)),
});
export type GitCommit = Infer<typeof gitCommit>;

export const gitRepository = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(struct({ url: kept(text) })),
  /** The branch, the first commit first. */
  commits: omit(list(gitCommit)),
});
export type GitRepository = Infer<typeof gitRepository>;
