import * as z from 'zod';
import { duration, filled, name } from './scalars.ts';

/** Files as they lie in Git: by their own names, or `PATH: FILE` where the file has another name beside the scenario. */
const files = z
  .union([z.array(filled()).min(1), z.record(filled(), filled())])
  .describe('Manifest files, as seen from the folder of this file; a mapping gives the path in Git, then the file.');
export type GitFilesSetting = z.infer<typeof files>;

const repository = z
  .strictObject({
    url: filled().optional().describe('Its address, as Applications name it; else https://git.example/NAME.git.'),
    message: filled().default('Initial commit').describe('The message of the first commit.'),
    manifests: files.describe('What the first commit has.'),
  })
  .describe('A Git repository with one branch.');

export const git = z
  .record(name(), repository)
  .describe('Git repositories by name. Argo CD reads them: without an Application in the manifests each gets one.');
export type GitSetting = z.infer<typeof git>;

export const argocd = z
  .strictObject({
    refresh: duration().default('120s').describe('How often Argo CD looks into Git (timeout.reconciliation).'),
    jitter: duration()
      .default('60s')
      .describe('At most so much later, drawn anew each time (timeout.reconciliation.jitter).'),
    webhook: z.boolean().default(false).describe('Whether Git tells Argo CD of every commit at once.'),
    syncWaveDelay: duration().default('2s').describe('The pause between the waves of a sync.'),
  })
  .describe('How Argo CD is set up.');
export type ArgoCdSetting = z.infer<typeof argocd>;

const images = z.union([filled(), z.array(filled()).min(1)]);

export const commit = z
  .strictObject({
    repository: filled().optional().describe('The repository, by its name under git; may be left out if there is one.'),
    message: filled().describe('The message of the commit.'),
    manifests: files.optional().describe('Files that come, or replace those of the same path.'),
    remove: z.array(filled()).min(1).optional().describe('Paths of files that go.'),
    setImage: images
      .optional()
      .describe('CONTAINER=IMAGE, in every manifest that has the container; KIND/NAME:CONTAINER=IMAGE in one.'),
    revert: filled()
      .optional()
      .describe('Takes back what a commit did: HEAD, HEAD~1 (the one before), or the begin of its revision.'),
  })
  .describe('A commit on the branch of a repository.');
export type CommitSetting = z.infer<typeof commit>;
