import type { ObjectReader } from '../api/reader.ts';
import { ANALYSIS_RUN, EXPERIMENT, HORIZONTAL_POD_AUTOSCALER, REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import {
  PAUSE_REASON_BLUE_GREEN,
  PAUSE_REASON_CANARY_STEP,
  SCALE_DOWN_DEADLINE_ANNOTATION,
} from '../api/rollouts/names.ts';
import { getProgressDeadlineSecondsOrDefault } from '../api/rollouts/defaults.ts';
import { getRolloutPhase } from '../api/rollouts/phase.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import type { CrashLoop } from '../cluster/kubelet.ts';
import { isCompleted } from '../controllers/analysis/phases.ts';
import { behaviorOf } from '../controllers/hpa/defaults.ts';
import { DEFAULT_HPA_OPTIONS } from '../controllers/hpa/options.ts';
import type { EventScheduler } from './event-scheduler.ts';

/**
 * Whether every rollout has come to rest: Healthy, Degraded, or paused until somebody does something. A wait longer than the resync period has no
 * timer in the controller, so a pause that will end, or pods that have a deadline, are looked for in the objects.
 */
export function allRolloutsAtRest(reader: ObjectReader): boolean {
  return reader.list(ROLLOUT).every((rollout) => isAtRest(reader, rollout));
}

/**
 * Whether nothing but crash loops is left. A container that runs for a moment of each round can take an update a step further in it, so the loops
 * count as periodic work only after two rounds in which no update moved and each timer was set anew (a progress deadline is, in each round); and they
 * rest while their containers wait, as they do nearly always.
 */
export class CrashLoopRest {
  #milestones: string | undefined;
  #movedMs = 0;
  /** Restarts of each pod when an update moved last. */
  #restarts = new Map<string, number>();

  /** To be asked at each instant. */
  isReached({ api, scheduler, loops }: CrashingRun): boolean {
    const milestones = milestonesOf(api);
    if (milestones !== this.#milestones || loops.some(({ pod }) => !this.#restarts.has(pod))) {
      this.#milestones = milestones;
      this.#movedMs = scheduler.nowMs();
      this.#restarts = new Map(loops.map(({ pod, restarts }) => [pod, restarts]));
    }
    return (
      (scheduler.oldestForegroundMs ?? Infinity) > this.#movedMs &&
      loops.every(
        ({ pod, restarts, isWaiting }) => isWaiting && restarts >= (this.#restarts.get(pod) ?? 0) + ROUNDS_WITHOUT_MOVE,
      ) &&
      !someRolloutWaits(api) &&
      !isMeasuring(api)
    );
  }
}

interface CrashingRun {
  readonly api: ObjectReader;
  readonly scheduler: Pick<EventScheduler, 'nowMs' | 'oldestForegroundMs'>;
  readonly loops: readonly CrashLoop[];
}

const ROUNDS_WITHOUT_MOVE = 2;

/** What changes when an update moves: versions, steps, sizes and analyses, but no counts of ready pods and no conditions. */
export function milestonesOf(reader: ObjectReader): string {
  const rollouts = reader
    .list(ROLLOUT)
    .map(({ metadata, status }) => [
      metadata.uid,
      status.currentPodHash,
      status.stableRS,
      status.currentStepIndex,
      status.abort,
      status.pauseConditions?.map(({ reason }) => reason),
      status.blueGreen.activeSelector,
    ]);
  const sizes = reader.list(REPLICA_SET).map(({ metadata, spec }) => [metadata.uid, spec.replicas]);
  const analyses = reader.list(ANALYSIS_RUN).map(({ metadata, status }) => [metadata.uid, status.phase]);
  const experiments = reader.list(EXPERIMENT).map(({ metadata, status }) => [metadata.uid, status.phase]);
  return JSON.stringify([rollouts, sizes, analyses, experiments]);
}

/** Whether a rollout waits for a time that no timer of a controller knows. */
export function someRolloutWaits(reader: ObjectReader): boolean {
  return reader
    .list(ROLLOUT)
    .some(
      (rollout) =>
        (getRolloutPhase(rollout).phase === 'Paused' && pauseEnds(rollout)) || hasPodsWithDeadline(reader, rollout),
    );
}

/** Whether an AnalysisRun or an Experiment is under way. */
function isMeasuring(reader: ObjectReader): boolean {
  const phases = [...reader.list(ANALYSIS_RUN), ...reader.list(EXPERIMENT)].map(({ status }) => status.phase);
  return phases.some((phase) => !isCompleted(phase));
}

function isAtRest(reader: ObjectReader, rollout: Rollout): boolean {
  const { phase } = getRolloutPhase(rollout);
  if (phase === 'Progressing' || (phase === 'Paused' && pauseEnds(rollout))) return false;
  return !hasPodsWithDeadline(reader, rollout);
}

/** Whether all that pauses it has a duration. */
function pauseEnds({ spec, status }: Rollout): boolean {
  if (spec.paused === true) return false;
  const step = spec.strategy.canary?.steps?.[status.currentStepIndex ?? 0];
  return (status.pauseConditions ?? []).every(({ reason }) => {
    if (reason === PAUSE_REASON_CANARY_STEP) return step?.pause?.duration !== undefined;
    if (reason === PAUSE_REASON_BLUE_GREEN) return promotesItself(spec.strategy.blueGreen);
    return false;
  });
}

/** Without automatic promotion autoPromotionSeconds mean nothing. Source: rollout/pause.go CompletedBlueGreenPause. */
function promotesItself(blueGreen: Rollout['spec']['strategy']['blueGreen']): boolean {
  return blueGreen?.autoPromotionEnabled !== false && (blueGreen?.autoPromotionSeconds ?? 0) > 0;
}

function hasPodsWithDeadline(reader: ObjectReader, { metadata, spec }: Rollout): boolean {
  if (spec.paused === true) return false;
  return reader
    .list(REPLICA_SET, metadata.namespace)
    .some(
      (set) =>
        (set.spec.replicas ?? 0) > 0 &&
        set.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] !== undefined &&
        controllerOf(set)?.uid === metadata.uid,
    );
}

/**
 * How long nothing has to change before a controller that spins has nothing left to do: it looks again and again whether the progress deadline of a
 * Rollout is over, and needs no timer for that.
 */
export function spinMemoryMs(reader: ObjectReader): number {
  const deadlines = reader.list(ROLLOUT).map(getProgressDeadlineSecondsOrDefault);
  return (Math.max(0, ...deadlines) + 2) * 1000;
}

/**
 * How long nothing has to change before no autoscaler acts any more: each remembers recommendations for its stabilization windows and scalings for the
 * periods of its policies, takes the CPU of a young pod for that of its start, and looks at intervals. 0 without an autoscaler.
 * Example: with the defaults 5 minutes and 15 seconds after the last change.
 */
export function autoscalerMemoryMs(reader: ObjectReader): number {
  const { syncPeriodMs, downscaleStabilizationMs, cpuInitializationMs } = DEFAULT_HPA_OPTIONS;
  const autoscalers = reader.list(HORIZONTAL_POD_AUTOSCALER);
  if (autoscalers.length === 0) return 0;
  const windows = autoscalers.flatMap((autoscaler) => {
    const behavior = behaviorOf(autoscaler, downscaleStabilizationMs);
    if (behavior === undefined) return [];
    return [behavior.scaleUp, behavior.scaleDown].flatMap(({ stabilizationWindowMs, policies }) => [
      stabilizationWindowMs,
      ...policies.map(({ periodSeconds }) => periodSeconds * 1000),
    ]);
  });
  return Math.max(downscaleStabilizationMs, cpuInitializationMs, ...windows) + syncPeriodMs;
}
