import { withVerdicts } from '../expect/verdicts.ts';
import type { Rehearsal } from '../scenario/rehearsal.ts';
import { type ObservedRun, runObserved, type RunOptions } from '../simulation/run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { progressTeller } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { TOOL } from './version.ts';

/** Runs a rehearsal to its end and judges what was expected of it. */
export function rehearse(terminal: Terminal, rehearsal: Rehearsal, quiet = false): Timeline {
  const { timeline } = runTold(terminal, rehearsal, quiet, {});
  return withVerdicts(timeline, rehearsal.expectations);
}

/** Runs a rehearsal to its end with Prometheus watching, also one without traffic. */
export function rehearseObserved(terminal: Terminal, rehearsal: Rehearsal): ObservedRun {
  return runTold(terminal, rehearsal, false, { observe: true });
}

function runTold(terminal: Terminal, { world, hash }: Rehearsal, quiet: boolean, options: RunOptions): ObservedRun {
  const teller = progressTeller(terminal, world, quiet);
  try {
    return runObserved(world, { ...options, hash, tool: TOOL, progressEvery: 1, onProgress: teller.tell });
  } finally {
    teller.done();
  }
}
