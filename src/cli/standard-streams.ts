import { EXIT } from './exit-codes.ts';

let isOutputClosed = false;

/** Whether the standard output takes no more: its reader has gone, or the disk is full. */
export function outputIsClosed(): boolean {
  return isOutputClosed;
}

/**
 * A standard output that cannot be written ends the process with 74, whatever it would have ended with: a machine must not take half an answer for a whole
 * one. That a reader stops reading is his own wish, so only the status says so. What cannot be told on the error output is lost.
 */
export function guardStandardStreams(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isOutputClosed && error.code !== 'EPIPE') {
      process.stderr.write(`error: cannot write to the standard output: ${error.message}\n`);
    }
    isOutputClosed = true;
  });
  process.on('exit', () => {
    if (isOutputClosed) process.exitCode = EXIT.outputFailed;
  });
}
