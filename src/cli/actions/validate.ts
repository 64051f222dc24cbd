import { EXIT } from '../exit-codes.ts';
import { isError, load } from '../../session/load.ts';
import { tell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { WorldOptions } from '../../session/load.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface ValidateOptions extends WorldOptions {
  readonly output: OutputFormat;
}

/** Checks files without running anything. */
export function validate(terminal: Terminal, paths: readonly string[], options: ValidateOptions): number {
  const { rehearsal, diagnostics } = load(nodeFiles(), paths, { ...options, nothingToRun: 'noted' });
  const errors = diagnostics.filter(isError).length;
  if (options.output === 'json') {
    terminal.out(`${JSON.stringify({ valid: rehearsal !== undefined, diagnostics }, null, 2)}\n`);
  } else {
    tell(terminal, diagnostics);
    const others = diagnostics.length - errors;
    const also = others === 0 ? '' : `, ${counted(others, 'remark')}`;
    const { world } = rehearsal ?? {};
    if (world === undefined) terminal.out(`${terminal.style('✖', 'bad')} ${counted(errors, 'error')}${also}\n`);
    else {
      const inGit = (world.git ?? []).flatMap(({ files }) => files.flatMap(({ objects = [] }) => objects)).length;
      const parts = [
        counted(world.manifests.length, 'manifest'),
        ...(inGit === 0 ? [] : [`${counted(inGit, 'manifest')} in Git`]),
        counted(world.script.length, 'action'),
      ];
      terminal.out(`${terminal.style('✔', 'good')} ${world.name}: ${parts.join(', ')}${also}\n`);
    }
  }
  return rehearsal === undefined ? EXIT.badInput : EXIT.asExpected;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
