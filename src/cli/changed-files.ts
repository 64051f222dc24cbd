import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { UsageError } from '../session/usage-error.ts';

function git(...args: readonly string[]): readonly string[] {
  try {
    const text = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 });
    return text.split('\0').filter((line) => line !== '');
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').slice(-1).join('') : String(error);
    throw new UsageError(
      `--changed asks Git, which failed: ${reason}`,
      '(it needs a Git repository, and a revision that it has)',
    );
  }
}

/** Tells files that differ from a Git revision, and files that Git does not know, from all others. */
export function changedSince(revision: string): (path: string) => boolean {
  if (revision.startsWith('-')) throw new UsageError(`${revision} is not a Git revision`);
  const [root = '.'] = git('rev-parse', '--show-toplevel').map((line) => line.trimEnd());
  const changed = git('diff', '--name-only', '-z', revision, '--');
  const fresh = git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/');
  const paths = new Set([...changed, ...fresh].map((path) => resolve(root, path)));
  return (path) => paths.has(resolve(path));
}
