#!/usr/bin/env node
import { CommanderError } from 'commander';
import { UsageError } from '../session/usage-error.ts';
import { LimitError } from '../world/limits.ts';
import { EXIT } from './exit-codes.ts';
import { buildProgram } from './program.ts';
import { shellWord } from './command-line.ts';
import { guardStandardStreams } from './standard-streams.ts';
import { REFERENCE, VERSION } from '../session/version.ts';
import { printable } from '../text/printable.ts';

/** Runs the command line of this process; everything ends here, with an exit status and never with a bare stack. */
async function main(): Promise<void> {
  guardStandardStreams();
  process.on('uncaughtException', (error) => {
    process.exitCode = report(error);
  });
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
  if (error instanceof LimitError) {
    process.stderr.write(printable(`error: ${error.message}\n(rehearse with less; docs/limits.md has every limit)\n`));
    return EXIT.badInput;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(printable(faultReport(stack)));
  return EXIT.ownFault;
}

/** What a fault of Rehearse itself says: a report to paste into an issue, with all that the machine can tell by itself. */
function faultReport(stack: string): string {
  const words = process.argv.slice(2).map(shellWord).join(' ');
  return (
    'Rehearse failed. This is a fault of Rehearse, not of your files. Please report it with the text between the lines and the files that you gave.\n' +
    '----------------------------------------\n' +
    `command:  rehearse ${words}\n` +
    `version:  ${VERSION} (${REFERENCE})\n` +
    `platform: Node ${process.version}, ${process.platform} ${process.arch}\n\n${stack}\n` +
    '----------------------------------------\n'
  );
}

await main();
