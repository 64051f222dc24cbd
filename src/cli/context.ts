import type { Command } from 'commander';
import type { GlobalOptions } from './options.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** The terminal as the program's own options want it. */
export function terminalOf(command: Command): Terminal {
  const { color, width } = command.optsWithGlobals<GlobalOptions>();
  return processTerminal({ color, ...(width === undefined ? {} : { width }) });
}

/** The words that begin a command of the program: a file of such a name is written `./run`. */
export function commandNames(command: Command): readonly string[] {
  const { commands } = command.parent ?? command;
  return commands.map((one) => one.name()).filter((name) => !name.startsWith('__'));
}
