import type { Because, Explained, RuleInput, Write } from '../../../api/reason.ts';
import type { RolloutPause } from '../../../api/shape/canary-steps.ts';
import type { PauseCondition, Rollout, RolloutStatus } from '../../../api/shape/rollout.ts';
import { pauseDurationSeconds } from '../../../api/durations.ts';
import { PAUSE_REASON_BLUE_GREEN, PAUSE_REASON_CANARY_STEP } from '../../../api/rollouts/names.ts';
import { formatTime, parseTime } from '../../../api/times.ts';
import {
  abortedByUser,
  abortTakenBack,
  controllerPauseEnded,
  controllerPauseSet,
  pauseDroppedOnAbort,
} from '../rules/pause.ts';
import { isSet, lengthOf } from '../rules/status-functions.ts';

/**
 * What one reconciliation has asked for so far about pause and abort. `rollout` is the one that was read when it began: decisions about pause
 * and abort look at its status, also when the rollout has been written since. Source: rollout/pause.go pauseContext.
 */
export interface PauseContext {
  readonly rollout: Rollout;
  readonly addPauseReasons: readonly string[];
  readonly removePauseReasons: readonly string[];
  readonly clearPauseConditions: boolean;
  readonly addAbort: boolean;
  readonly removeAbort: boolean;
  /** What aborts the update in this pass, as conditions say it, and where a reason reads that text. */
  readonly abort: AbortInHand | undefined;
  /** Why pauses and abort are added and removed, in the order of the decisions. */
  readonly because: readonly Because[];
}

export interface AbortInHand {
  readonly message: string;
  readonly read: (write: Write) => RuleInput;
}

export function newPauseContext(rollout: Rollout): PauseContext {
  return {
    rollout,
    addPauseReasons: [],
    removePauseReasons: [],
    clearPauseConditions: false,
    addAbort: false,
    removeAbort: false,
    abort: undefined,
    because: [],
  };
}

/** Source: rollout/pause.go HasAddPause. */
export function hasAddPause(context: PauseContext): boolean {
  return context.addPauseReasons.length > 0;
}

/** Source: rollout/pause.go IsAborted. */
export function isAborted(context: PauseContext): boolean {
  if (context.removeAbort) return false;
  return context.addAbort || context.rollout.status.abort === true;
}

/** Source: rollout/pause.go getPauseCondition. */
export function getPauseCondition(rollout: Rollout, reason: string): PauseCondition | undefined {
  return rollout.status.pauseConditions?.find((condition) => condition.reason === reason);
}

function endMs(condition: PauseCondition, seconds: number): number {
  return (parseTime(condition.startTime ?? '') ?? 0) + seconds * 1000;
}

/**
 * The new status with its abort and pause fields: an abort stands (and keeps its first time) unless it is taken back; without one, pause
 * conditions are those of before, less the removed, plus the added, unless all are cleared. On an abort, and when cleared, the pause fields of
 * `newStatus` stay as they are. Source: rollout/pause.go CalculatePauseStatus.
 */
export function calculatePauseStatus(
  context: PauseContext,
  newStatus: RolloutStatus,
  nowMs: number,
): Explained<RolloutStatus> {
  const { rollout } = context;
  const stands = !context.removeAbort && rollout.status.abort === true;
  const [value, because] =
    context.addAbort || stands ? abortStatus(context, newStatus, nowMs) : pauseStatus(context, newStatus, nowMs);
  const remembered = value.controllerPause === true ? controllerPauseSet : controllerPauseEnded;
  const controllerPause = remembered.because((write) => ({
    count: lengthOf.of(write.after('status.pauseConditions')),
  }));
  return { value, because: [...because, ...context.because, controllerPause] };
}

/** A status, and the reasons that come before those of the decisions in it. */
type PauseDraft = readonly [status: RolloutStatus, because: readonly Because[]];

function abortStatus({ rollout }: PauseContext, newStatus: RolloutStatus, nowMs: number): PauseDraft {
  const status = { ...newStatus, abort: true, abortedAt: rollout.status.abortedAt ?? formatTime(nowMs) };
  const aborted = abortedByUser.because((write) => ({
    abort: isSet.of(write.of(rollout, 'status.abort')),
    nowMs: write.now(nowMs),
  }));
  const dropped = pauseDroppedOnAbort.because((write) => ({ abort: isSet.of(write.after('status.abort')) }));
  return [status, [aborted, dropped]];
}

function pauseStatus(context: PauseContext, newStatus: RolloutStatus, nowMs: number): PauseDraft {
  const { rollout } = context;
  const over = abortTakenBack.because((write) => ({
    abortedAt: write.of(rollout, 'status.abortedAt'),
    hash: write.after('status.currentPodHash'),
  }));
  const status: RolloutStatus = { ...newStatus, abort: undefined, abortedAt: undefined };
  return [context.clearPauseConditions ? status : calculatePauseConditions(context, status, nowMs), [over]];
}

/** Source: rollout/pause.go CalculatePauseConditions. */
function calculatePauseConditions(context: PauseContext, newStatus: RolloutStatus, nowMs: number): RolloutStatus {
  const { status } = context.rollout;
  const before = status.pauseConditions ?? [];
  const kept = before.filter(({ reason }) => !context.removePauseReasons.includes(reason));
  const added = context.addPauseReasons
    .filter((reason) => !before.some((condition) => condition.reason === reason))
    .map((reason): PauseCondition => ({ reason, startTime: formatTime(nowMs) }));
  if (kept.length + added.length === 0) return newStatus;
  const controllerPause = status.controllerPause === true || added.length > 0 ? true : undefined;
  return { ...newStatus, controllerPause, pauseConditions: [...kept, ...added] };
}

/**
 * Whether a pause step is over: a person resumed (the controller's pause stands, its condition is gone), or its time is (strictly) past;
 * undefined while it stands. Source: rollout/pause.go CompletedCanaryPauseStep.
 * Example: 10 s from 12:00:00: not at 12:00:10.000, but at 12:00:10.001.
 */
export function canaryPauseEnd(
  context: PauseContext,
  pause: RolloutPause,
  nowMs: number,
): 'resumed' | 'elapsed' | undefined {
  const { rollout } = context;
  const condition = getPauseCondition(rollout, PAUSE_REASON_CANARY_STEP);
  if (condition === undefined) return rollout.status.controllerPause === true ? 'resumed' : undefined;
  if (pause.duration === undefined) return undefined;
  return nowMs > endMs(condition, pauseDurationSeconds(pause.duration)) ? 'elapsed' : undefined;
}

/**
 * What ended, or spared, the pause before a blue-green promotion: the preview has had its check point, nothing pauses (automatic promotion
 * without a delay), autoPromotionSeconds have passed, or a person resumed.
 */
export type BlueGreenPauseEnd = 'checkPoint' | 'automatic' | 'elapsed' | 'resumed';

/**
 * Undefined while the pause before a blue-green promotion stands (autoPromotionSeconds count only while automatic promotion is on).
 * Source: rollout/pause.go CompletedBlueGreenPause.
 */
export function blueGreenPauseEnd(context: PauseContext, nowMs: number): BlueGreenPauseEnd | undefined {
  const { rollout } = context;
  if (hasAddPause(context)) return undefined;
  if (rollout.status.blueGreen.scaleUpPreviewCheckPoint === true) return 'checkPoint';
  const blueGreen = rollout.spec.strategy.blueGreen;
  const condition = getPauseCondition(rollout, PAUSE_REASON_BLUE_GREEN);
  if (blueGreen?.autoPromotionEnabled ?? true) {
    const seconds = blueGreen?.autoPromotionSeconds ?? 0;
    if (seconds === 0) return 'automatic';
    return condition !== undefined && nowMs > endMs(condition, seconds) ? 'elapsed' : undefined;
  }
  return rollout.status.controllerPause === true && condition === undefined ? 'resumed' : undefined;
}

/** Source: rollout/pause.go CompletedBlueGreenPause. */
export function completedBlueGreenPause(context: PauseContext, nowMs: number): boolean {
  return blueGreenPauseEnd(context, nowMs) !== undefined;
}

/**
 * Milliseconds after which a timed pause wants a look, if its end lies ahead and before the next periodic resync; else undefined.
 * Source: rollout/pause.go checkEnqueueRolloutDuringWait.
 */
export function checkEnqueueRolloutDuringWait(
  condition: PauseCondition,
  seconds: number,
  nowMs: number,
  resyncPeriodMs: number,
): number | undefined {
  const remainingMs = endMs(condition, seconds) - nowMs;
  return remainingMs > 0 && remainingMs < resyncPeriodMs ? remainingMs : undefined;
}
