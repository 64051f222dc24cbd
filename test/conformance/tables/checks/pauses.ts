import { Reference } from '../../../../src/api/reference.ts';
import { hasScaleDownDeadline } from '../../../../src/api/rollouts/replica-sets.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import {
  calculatePauseStatus,
  completedBlueGreenPause,
  newPauseContext,
  type PauseContext,
} from '../../../../src/controllers/rollouts/decide/pause-context.ts';
import { reconcileBlueGreenPause, reconcileCanaryPause } from '../../../../src/controllers/rollouts/decide/pause.ts';
import { stepCompletion } from '../../../../src/controllers/rollouts/decide/promotion.ts';
import { getOtherRSs } from '../../../../src/controllers/rollouts/decide/replica-set-lists.ts';
import {
  byKind,
  listOf,
  named,
  objectOf,
  phaseOf,
  replicaSetsOf,
  RESYNC_PERIOD_MS,
  rolloutOf,
  serviceOf,
  statusOf,
  TABLE_NOW_MS,
} from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const one = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
const seconds = (ms: number | undefined): readonly number[] => (ms === undefined ? [] : [ms / 1000]);

function canary(row: JsonObject): Json {
  const rollout = rolloutOf(row['rollout']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  const stableRS = named(allRSs, row['stableRS']);
  const decision = reconcileCanaryPause(rollout, TABLE_NOW_MS, RESYNC_PERIOD_MS);
  const context = { ...newPauseContext(rollout), addPauseReasons: one(decision.addPause?.value) };
  return {
    add: one(decision.addPause?.value),
    remove: [],
    requeueSeconds: seconds(decision.requeueAfterMs),
    stillReconciling: decision.stillReconciling,
    stepCompleted:
      stepCompletion({
        reference: new Reference(),
        context,
        rollout,
        newRS,
        stableRS,
        otherRSs: getOtherRSs(newRS, stableRS, allRSs),
        newWeights: undefined,
        experiment: undefined,
        stepAnalysis: undefined,
        stepPluginCompleted: false,
        nowMs: TABLE_NOW_MS,
      }) !== undefined,
  };
}

function blueGreen(row: JsonObject): Json {
  const rollout = rolloutOf(row['rollout']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  const activeService = serviceOf(row['activeService']);
  if (newRS === undefined || activeService === undefined) throw new Error('a row without ReplicaSet or Service');
  const context = newPauseContext(rollout);
  const run = row['analysisRun'] === undefined ? undefined : objectOf(row['analysisRun'])['run'];
  const decision = reconcileBlueGreenPause({
    reference: new Reference(),
    context,
    rollout,
    newRS,
    allRSs,
    activeService,
    fastRollback: hasScaleDownDeadline(newRS),
    prePromotionPhase: phaseOf(run),
    nowMs: TABLE_NOW_MS,
    resyncPeriodMs: RESYNC_PERIOD_MS,
  });
  const after: PauseContext = { ...context, addPauseReasons: one(decision.addPause?.value) };
  return {
    add: one(decision.addPause?.value),
    remove: one(decision.removePause?.value),
    requeueSeconds: seconds(decision.requeueAfterMs),
    completed: completedBlueGreenPause(after, TABLE_NOW_MS),
  };
}

function status(row: JsonObject): Json {
  const context: PauseContext = {
    ...newPauseContext(rolloutOf(row['rollout'])),
    addPauseReasons: listOf(row['add']).map(String),
    removePauseReasons: listOf(row['remove']).map(String),
    clearPauseConditions: row['clear'] === true,
    addAbort: row['addAbort'] === true,
    removeAbort: row['removeAbort'] === true,
  };
  const result = calculatePauseStatus(context, statusOf(row['newStatus']), TABLE_NOW_MS).value;
  return {
    abort: result.abort === true,
    abortedAt: result.abortedAt ?? null,
    controllerPause: result.controllerPause === true,
    pauseConditions: result.pauseConditions?.map((each) => ({ ...each })) ?? null,
  };
}

export const check: TableCheck = {
  table: 'pauses',
  compute: (input) => byKind({ canary, blueGreen, status }, input),
};
