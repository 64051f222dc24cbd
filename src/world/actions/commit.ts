import type { CommitChange } from '../git.ts';
import type { ActionKind } from './action-kind.ts';

/** Somebody commits to a Git repository. */
export interface CommitAction extends CommitChange {
  readonly do: 'commit';
}

function lineOf({ repository, message }: CommitAction): string {
  return `to ${repository}: ${message}`;
}

export const commitKind: ActionKind<CommitAction> = {
  by: 'git',
  heading: 'commit',
  text: (action) => `commit ${lineOf(action)}`,
  line: lineOf,
};
