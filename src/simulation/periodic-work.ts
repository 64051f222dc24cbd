import { parseDurationMs } from '../api/durations.ts';
import type { ObjectReader } from '../api/reader.ts';
import { ANALYSIS_RUN, EXPERIMENT, ROLLOUT } from '../api/resources.ts';
import { getProgressDeadlineSecondsOrDefault } from '../api/rollouts/defaults.ts';
import type { Experiment } from '../api/shape/experiment.ts';
import { isCompleted } from '../controllers/analysis/phases.ts';
import { progressDeadlineSeconds } from '../controllers/experiments/defaults.ts';
import { parseValues } from '../metrics/promql/series-notation.ts';
import type { TimelineEntry } from '../timeline/timeline.ts';
import type { ArrivalsSpec } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { allRolloutsAtRest, autoscalerMemoryMs, someRolloutWaits } from './settled.ts';

/** How long measurements that go on for ever are watched once all else has come to rest. */
const WATCH_MS = 300_000;

/**
 * How long nothing must change before a run has come to rest, if only periodic work is due: Infinity while something is to come that has no timer.
 *
 * A rollout that is Healthy, Degraded, or paused until somebody does something waits for nothing. One that is Progressing waits for what its controllers
 * look at with every resync, such as deadlines; if two resyncs and the longest such wait have changed nothing, nothing ever will.
 */
export function restNeedsMs(reader: ObjectReader, resyncPeriodMs: number): number {
  if (allRolloutsAtRest(reader)) return autoscalerMemoryMs(reader);
  if (someRolloutWaits(reader)) return Infinity;
  const waits = [
    ...reader
      .list(ROLLOUT)
      .map((rollout) => getProgressDeadlineSecondsOrDefault(rollout) + (rollout.spec.minReadySeconds ?? 0)),
    ...reader.list(EXPERIMENT).map((experiment) => progressDeadlineSeconds(experiment) + durationSeconds(experiment)),
  ];
  return 2 * resyncPeriodMs + Math.max(...waits) * 1000;
}

function durationSeconds({ spec }: Experiment): number {
  return (parseDurationMs(spec.duration ?? '') ?? 0) / 1000;
}

/** When something last changed; measurements, and events about what is tried again, change nothing. */
export function lastChangeMs(entries: readonly TimelineEntry[]): number {
  const last = entries.findLast(
    (entry) => entry.kind === 'action' || (entry.kind === 'change' && entry.resource !== ANALYSIS_RUN),
  );
  return last?.atMs ?? 0;
}

/**
 * How long a run goes on after all has come to rest, if measurements go on for ever: for some time, and for as long after the last change that the world
 * makes by itself, since a measurement may then come out otherwise. 0 without an analysis under way.
 */
export function watchedForMs(reader: ObjectReader, world: World, restingSinceMs: number): number {
  const runs = reader.list(ANALYSIS_RUN).filter(({ status }) => !isCompleted(status.phase));
  if (runs.length === 0) return 0;
  const intervals = runs.flatMap(({ spec }) =>
    (spec.metrics ?? []).map(({ interval = '' }) => parseDurationMs(interval) ?? 0),
  );
  const watchMs = Math.max(WATCH_MS, ...intervals.map((ms) => 2 * ms));
  return watchMs + Math.max(0, lastSelfChangeMs(world) - restingSinceMs, latestErrorsMs(world));
}

/** When the world changes for the last time by itself: metrics, series, arrivals, outages. What repeats has no last time. */
function lastSelfChangeMs({ metrics = {}, series = [], traffic }: World): number {
  const answers = Object.values(metrics).flatMap((changes) => changes.map(({ fromMs }) => fromMs));
  const values = series.map(({ fromMs, everyMs, values: noted }) => fromMs + everyMs * countOfValues(noted));
  const outages = Object.values(traffic?.dependencies ?? {}).flatMap(({ outages: all }) => all.map(({ toMs }) => toMs));
  const arrivals = (traffic?.flows ?? []).map(({ arrivals: spec }) => lastArrivalsMs(spec));
  return Math.max(0, ...answers, ...values, ...outages.filter(Number.isFinite), ...arrivals);
}

function countOfValues(noted: string): number {
  return parseValues(noted, Infinity).length;
}

function lastArrivalsMs(spec: ArrivalsSpec): number {
  switch (spec.kind) {
    case 'constant':
    case 'daily':
      return 0;
    case 'steps':
      return spec.steps.at(-1)?.fromMs ?? 0;
    case 'ramp':
    case 'burst':
      return spec.startMs + spec.durationMs;
  }
}

/** How long after a pod's start its errors change for the last time. */
function latestErrorsMs({ traffic }: World): number {
  const behaviours = traffic === undefined ? [] : [traffic.default, ...Object.values(traffic.images)];
  return Math.max(0, ...behaviours.flatMap(({ errors }) => errors.rates.map(({ fromMs }) => fromMs)));
}

/**
 * Healthy, Degraded, or paused until somebody does something. A wait longer than the resync period has no timer in the controller, so a pause that will
 * end, or pods that have a deadline, are looked for in the objects.
 */
