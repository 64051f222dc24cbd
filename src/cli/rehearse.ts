import { withVerdicts } from '../expect/verdicts.ts';
import type { Rehearsal } from '../scenario/rehearsal.ts';
import { runWorld } from '../simulation/run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { progressTeller } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { TOOL } from './version.ts';

/** Runs a rehearsal to its end and judges what was expected of it. */
export function rehearse(terminal: Terminal, { world, hash, expectations }: Rehearsal, quiet = false): Timeline {
  const teller = progressTeller(terminal, world, quiet);
  try {
    const timeline = runWorld(world, { hash, tool: TOOL, progressEvery: 1, onProgress: teller.tell });
    return withVerdicts(timeline, expectations);
  } finally {
    teller.done();
  }
}
