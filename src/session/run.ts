import { withVerdicts } from '../expect/verdicts.ts';
import { withFindings } from '../findings/find-findings.ts';
import type { Rehearsal } from '../scenario/rehearsal.ts';
import { type ObservedRun, type Progress, runObserved, type RunOptions } from '../simulation/run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { withVerifiedFixes } from './verified-fixes.ts';
import { TOOL } from './version.ts';

/** Hears how far a run is. */
export type OnProgress = (progress: Progress) => void;

/** Runs a rehearsal to its end, finds what is wrong, tries out how to fix it, and judges what was expected of it. */
export function rehearse(rehearsal: Rehearsal, onProgress?: OnProgress): Timeline {
  const { timeline, cameTrueMs } = run(rehearsal, {}, onProgress);
  const { expectations, locate, world, mustEndWell } = rehearsal;
  const found = withVerifiedFixes(withFindings(timeline, locate), world);
  return withVerdicts(found, expectations, { script: world.script, cameTrueMs, mustEndWell });
}

/** Runs a rehearsal to its end with Prometheus watching, also one without traffic. */
export function rehearseObserved(rehearsal: Rehearsal, onProgress?: OnProgress): ObservedRun {
  return run(rehearsal, { observe: true }, onProgress);
}

function run({ world, hash }: Rehearsal, options: RunOptions, onProgress: OnProgress | undefined): ObservedRun {
  const progress = onProgress === undefined ? {} : { progressEvery: 1, onProgress };
  return runObserved(world, { ...options, hash, tool: TOOL, ...progress });
}
