import { sampleWorkload, type WorkloadSample } from '../../timeline/facts/samples.ts';
import { type WorkloadName, workloadsOf } from '../../timeline/facts/workloads.ts';
import type { Timeline } from '../../timeline/timeline.ts';

/** A stretch of an update at which somebody may act or something may break. */
export interface Stage {
  /** `step 1 of 8`, `the pause at step 2 of 8`, `the start`. */
  readonly name: string;
  /** An instant inside it, in milliseconds of the run. */
  readonly atMs: number;
}

/** The update of a run that a drill disturbs. */
export interface Update {
  readonly workload: WorkloadName;
  /** Pod-template hashes. */
  readonly oldHash: string;
  readonly newHash: string;
  readonly oldImages: readonly string[];
  readonly newImages: readonly string[];
  readonly startMs: number;
  /** When all pods had the new version, or the end of the run. */
  readonly endMs: number;
  readonly replicas: number;
  /** The most pods at once. */
  readonly mostPods: number;
  readonly stages: readonly Stage[];
}

/** How far into a stage its instant lies, at most. */
const INSIDE_MS = 1000;

/** The first change of the version of the first workload that changes; undefined if none does. */
export function updateOf(timeline: Timeline): Update | undefined {
  return workloadsOf(timeline)
    .flatMap((workload) => updateOfWorkload(timeline, workload) ?? [])
    .toSorted((a, b) => a.startMs - b.startMs)[0];
}

function updateOfWorkload(timeline: Timeline, workload: WorkloadName): Update | undefined {
  const samples = sampleWorkload(timeline, workload);
  const first = samples.find(({ phase }) => phase === 'Healthy');
  const oldHash = first?.newestHash;
  if (first === undefined || oldHash === undefined) return undefined;
  const begun = samples.findIndex(({ atMs, newestHash }) => atMs >= first.atMs && newestHash !== oldHash);
  const start = samples[begun];
  const newHash = start?.newestHash;
  if (start === undefined || newHash === undefined) return undefined;
  const during = samples.slice(begun);
  const done = during.find((sample) => sample.newestHash !== newHash || isDone(sample, newHash));
  const endMs = done?.atMs ?? timeline.header.totals.endMs;
  const imagesOf = (hash: string): readonly string[] =>
    samples
      .map(({ versions }) => versions.find((one) => one.hash === hash)?.images)
      .find((found) => found !== undefined) ?? [];
  return {
    workload,
    oldHash,
    newHash,
    oldImages: imagesOf(oldHash),
    newImages: imagesOf(newHash),
    startMs: start.atMs,
    endMs,
    replicas: start.desired,
    mostPods: Math.max(...during.map(({ current }) => current)),
    stages: stagesOf(during, endMs),
  };
}

function isDone({ phase, stableHash }: WorkloadSample, newHash: string): boolean {
  return phase === 'Healthy' && (stableHash === undefined || stableHash === newHash);
}

/** One stage for each step, and one for each pause. */
function stagesOf(samples: readonly WorkloadSample[], endMs: number): readonly Stage[] {
  const stages: Stage[] = [];
  const seen = new Set<string>();
  for (const [index, sample] of samples.entries()) {
    if (sample.atMs >= endMs) break;
    const name = stageName(sample);
    const leftMs = samples.slice(index).find((later) => stageName(later) !== name)?.atMs ?? endMs;
    if (seen.has(name)) continue;
    seen.add(name);
    stages.push({ name, atMs: sample.atMs + Math.min(INSIDE_MS, Math.floor((leftMs - sample.atMs) / 2)) });
  }
  return stages;
}

function stageName({ step, pauses, phase }: WorkloadSample): string {
  const isPaused = phase === 'Paused' || pauses.length > 0;
  if (step === undefined) return isPaused ? 'the pause' : 'the start';
  const place = `step ${Math.min(step.index + 1, step.count)} of ${step.count}`;
  return isPaused ? `the pause at ${place}` : place;
}
