import { ANALYSIS_RUN } from '../../api/resources.ts';
import { findRollout, POD_TEMPLATE_HASH_LABEL, type RolloutName } from './rollouts.ts';
import { sampleWorkload } from './samples.ts';
import { stateAt } from '../state.ts';
import type { Timeline } from '../timeline.ts';

/** An update that was aborted. */
export interface AbortFacts {
  readonly atMs: number;
  /** The hash of the version that was aborted. */
  readonly podTemplateHash: string;
  /** When an analysis of this version failed, if one did by then. */
  readonly analysisFailedMs: number | undefined;
}

/** The updates of a rollout that were aborted, in the order of time. */
export function abortsOf(timeline: Timeline, name: RolloutName): readonly AbortFacts[] {
  const aborts: AbortFacts[] = [];
  let was = false;
  for (const { atMs, aborted } of sampleWorkload(timeline, { kind: 'Rollout', ...name })) {
    const podTemplateHash = findRollout(stateAt(timeline, atMs), name)?.status.currentPodHash;
    if (aborted && !was && podTemplateHash !== undefined) {
      const analysisFailedMs = analysisFailure(timeline, name.namespace, podTemplateHash, atMs);
      aborts.push({ atMs, podTemplateHash, analysisFailedMs });
    }
    was = aborted;
  }
  return aborts;
}

function analysisFailure(timeline: Timeline, namespace: string, hash: string, untilMs: number): number | undefined {
  for (const entry of timeline.entries) {
    if (entry.atMs > untilMs) return undefined;
    if (entry.kind !== 'change' || entry.resource !== ANALYSIS_RUN || entry.object.namespace !== namespace) continue;
    const run = stateAt(timeline, entry.atMs).find(ANALYSIS_RUN, namespace, entry.object.name);
    const phase = run?.status.phase;
    const isOfVersion = run?.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === hash;
    if (isOfVersion && (phase === 'Failed' || phase === 'Error')) return entry.atMs;
  }
  return undefined;
}
