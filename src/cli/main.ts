#!/usr/bin/env node
import { CommanderError } from 'commander';
import { UsageError } from '../session/usage-error.ts';
import { EXIT } from './exit-codes.ts';
import { buildProgram } from './program.ts';
import { VERSION } from '../session/version.ts';
import { printable } from '../text/printable.ts';

/** Runs the command line of this process; everything ends here, with an exit status and never with a bare stack. */
async function main(): Promise<void> {
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.badInput;
  if (error instanceof UsageError) {
    process.stderr.write(printable(`error: ${error.message}\n${error.help === undefined ? '' : `${error.help}\n`}`));
    return EXIT.badInput;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text =
    `Rehearse failed, which is its own fault (version ${VERSION}, Node ${process.version}).\n` +
    `Please report it with the files and the command line that led here.\n\n${stack}\n`;
  process.stderr.write(printable(text));
  return EXIT.ownFault;
}

await main();
