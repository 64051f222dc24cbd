import type { Rehearsal } from '../scenario/rehearsal.ts';
import { runWorld } from '../simulation/run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { progressTeller } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { TOOL } from './version.ts';

/** Runs a rehearsal to its end. */
export function rehearse(terminal: Terminal, { world, hash }: Rehearsal, quiet = false): Timeline {
  const teller = progressTeller(terminal, world, quiet);
  try {
    return runWorld(world, { hash, tool: TOOL, progressEvery: 100, onProgress: teller.tell });
  } finally {
    teller.done();
  }
}
