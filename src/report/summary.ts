import type { Rollout } from '../api/shape/rollout.ts';
import {
  canarySteps,
  findRollout,
  finalState,
  imagesOfRollout,
  replicaSetsOf,
  revisionOf,
  type RolloutName,
  rolloutsOf,
} from '../timeline/facts/rollouts.ts';
import { rolloutLabel } from './rollout-label.ts';
import { type RolloutSample, sampleRollout } from '../timeline/facts/samples.ts';
import { stateAt } from '../timeline/state.ts';
import type { Finding, Timeline, Verdict } from '../timeline/timeline.ts';

/** One revision's way: when it began, when and how it ended. */
export interface UpdateSummary {
  readonly revision: string;
  readonly images: readonly string[];
  readonly startedMs: number;
  /** Absent while it is under way at the end of the run. */
  readonly endedMs?: number;
  readonly outcome: 'completed' | 'aborted' | 'replaced' | 'under way';
}

/** How a rollout came through the run. */
export interface RolloutSummary {
  readonly namespace: string;
  readonly name: string;
  /** How it is told apart from others of the run. */
  readonly label: string;
  /** Empty when the rollout is gone at the end. */
  readonly phase: string;
  readonly message: string;
  readonly revision: string | undefined;
  readonly images: readonly string[];
  readonly step: { readonly index: number; readonly count: number } | undefined;
  readonly updates: readonly UpdateSummary[];
  /** The most pods of all its ReplicaSets at once. */
  readonly podsAtMost: number;
  /** The fewest available pods after it was first healthy; undefined when it never was. */
  readonly availableAtLeast: number | undefined;
}

export interface Summary {
  readonly rollouts: readonly RolloutSummary[];
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

export function summarize(timeline: Timeline): Summary {
  const rollouts = rolloutsOf(timeline);
  return {
    rollouts: rollouts.map((name) => summarizeRollout(timeline, name, rolloutLabel(name, rollouts))),
    findings: timeline.findings,
    verdicts: timeline.verdicts,
  };
}

function total(sample: RolloutSample, count: 'current' | 'available'): number {
  return sample.stable[count] + sample.canary[count] + sample.older[count];
}

function stepOf(rollout: Rollout | undefined): RolloutSummary['step'] {
  const count = canarySteps(rollout).length;
  const index = rollout?.status.currentStepIndex;
  return count === 0 || index === undefined ? undefined : { index, count };
}

function summarizeRollout(timeline: Timeline, name: RolloutName, label: string): RolloutSummary {
  const samples = sampleRollout(timeline, name);
  const end = finalState(timeline);
  const last = findRollout(end, name);
  const firstHealthy = samples.findIndex((sample) => sample.phase === 'Healthy');
  const later = firstHealthy < 0 ? [] : samples.slice(firstHealthy).map((sample) => total(sample, 'available'));
  return {
    ...name,
    label,
    phase: last?.status.phase ?? '',
    message: last?.status.message ?? '',
    revision: revisionOf(last),
    images: imagesOfRollout(last, replicaSetsOf(end, name)),
    step: stepOf(last),
    updates: updatesOf(timeline, name, samples),
    podsAtMost: Math.max(0, ...samples.map((sample) => total(sample, 'current'))),
    availableAtLeast: later.length === 0 ? undefined : Math.min(...later),
  };
}

/** Each revision from its first sample to the one at which it was Healthy, was aborted, or gave way to the next. */
function updatesOf(timeline: Timeline, name: RolloutName, samples: readonly RolloutSample[]): readonly UpdateSummary[] {
  const updates: UpdateSummary[] = [];
  for (const sample of samples) {
    let current = updates.at(-1);
    if (sample.revision === undefined) continue;
    if (current?.revision !== sample.revision) {
      if (current?.outcome === 'under way')
        updates[updates.length - 1] = { ...current, endedMs: sample.atMs, outcome: 'replaced' };
      const state = stateAt(timeline, sample.atMs);
      const images = imagesOfRollout(findRollout(state, name), replicaSetsOf(state, name));
      current = { revision: sample.revision, images, startedMs: sample.atMs, outcome: 'under way' };
      updates.push(current);
    }
    if (current.outcome === 'completed') continue;
    if (sample.phase === 'Healthy')
      updates[updates.length - 1] = { ...current, endedMs: sample.atMs, outcome: 'completed' };
    else if (sample.aborted && current.outcome === 'under way') {
      updates[updates.length - 1] = { ...current, endedMs: sample.atMs, outcome: 'aborted' };
    }
  }
  return updates;
}
