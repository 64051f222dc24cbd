import { ANALYSIS_RUN } from '../api/resources.ts';
import { findRollout, POD_TEMPLATE_HASH_LABEL, type RolloutName } from './rollout-facts.ts';
import { sampleRollout } from './samples.ts';
import { stateAt } from './state.ts';
import type { Timeline } from './timeline.ts';

/** An update that was called off. */
export interface AbortFacts {
  readonly atMs: number;
  /** The hash of the version that was called off. */
  readonly revision: string;
  /** When an analysis of this version failed, if one did by then. */
  readonly analysisFailedMs: number | undefined;
}

/** The updates of a rollout that were called off, in the order of time. */
export function abortsOf(timeline: Timeline, name: RolloutName): readonly AbortFacts[] {
  const aborts: AbortFacts[] = [];
  let was = false;
  for (const { atMs, aborted } of sampleRollout(timeline, name)) {
    const revision = findRollout(stateAt(timeline, atMs), name)?.status.currentPodHash;
    if (aborted && !was && revision !== undefined) {
      aborts.push({ atMs, revision, analysisFailedMs: analysisFailure(timeline, name.namespace, revision, atMs) });
    }
    was = aborted;
  }
  return aborts;
}

function analysisFailure(timeline: Timeline, namespace: string, revision: string, untilMs: number): number | undefined {
  for (const entry of timeline.entries) {
    if (entry.atMs > untilMs) return undefined;
    if (entry.kind !== 'change' || entry.resource !== ANALYSIS_RUN || entry.object.namespace !== namespace) continue;
    const run = stateAt(timeline, entry.atMs).find(ANALYSIS_RUN, namespace, entry.object.name);
    const phase = run?.status.phase;
    const isOfVersion = run?.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === revision;
    if (isOfVersion && (phase === 'Failed' || phase === 'Error')) return entry.atMs;
  }
  return undefined;
}
