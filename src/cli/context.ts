import type { Command } from 'commander';
import type { GlobalOptions } from './options.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** The terminal as the program's own options want it. */
export function terminalOf(command: Command): Terminal {
  const { color, width } = command.optsWithGlobals<GlobalOptions>();
  return processTerminal({ color, ...(width === undefined ? {} : { width }) });
}
