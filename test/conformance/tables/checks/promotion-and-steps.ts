import { Reference } from '../../../../src/api/reference.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { newPauseContext } from '../../../../src/controllers/rollouts/decide/pause-context.ts';
import { haltProgress } from '../../../../src/controllers/rollouts/decide/pause.ts';
import { isIndefiniteStep, requeueStuckRollout } from '../../../../src/controllers/rollouts/decide/progress.ts';
import {
  calculateScaleUpPreviewCheckPoint,
  isRollbackWithinWindow,
  type Phased,
  shouldDelayScaleDownOnAbort,
  shouldFullPromote,
  stepCompletion,
} from '../../../../src/controllers/rollouts/decide/promotion.ts';
import { isReplicaSetReferenced } from '../../../../src/controllers/rollouts/decide/references.ts';
import { getOtherRSs } from '../../../../src/controllers/rollouts/decide/replica-set-lists.ts';
import {
  listOf,
  named,
  objectOf,
  phaseOf,
  replicaSetsOf,
  rolloutOf,
  serviceOf,
  statusOf,
  TABLE_NOW_MS,
} from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function phaseOfRun(row: JsonObject, role: string): string | undefined {
  const run = row['analysisRun'] === undefined ? undefined : objectOf(row['analysisRun']);
  return run?.['role'] === role ? phaseOf(run['run']) : undefined;
}

/** An AnalysisRun or an Experiment of a phase. */
function phased(phase: string | undefined): Phased | undefined {
  return phase === undefined ? undefined : { metadata: {}, status: { phase } };
}

function decide(row: JsonObject): Json {
  const rollout = rolloutOf(row['rollout']);
  const newStatus = statusOf(row['newStatus']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  const stableRS = named(allRSs, row['stableRS']);
  const context = newPauseContext(rollout);
  const services = listOf(row['services']).map(serviceOf);
  const find = (name: string): ReturnType<typeof serviceOf> =>
    services.find((service) => service?.metadata.name === name);
  const fullPromote = shouldFullPromote({
    reference: new Reference(),
    newRSWithinDelay: false,
    context,
    rollout,
    newRS,
    stableRS,
    allRSs,
    newStatus,
    targetsVerified: true,
    postPromotionRun: phased(phaseOfRun(row, 'post')),
  });
  const requeueMs = requeueStuckRollout(rollout, newStatus, TABLE_NOW_MS);
  const common = {
    delayScaleDownOnAbort: shouldDelayScaleDownOnAbort(context, rollout, stableRS),
    fullPromote,
    haltProgress: haltProgress(rollout),
    indefiniteStep: isIndefiniteStep(rollout),
    referenced: Object.fromEntries(
      allRSs.map((rs) => [rs.metadata.name ?? '', isReplicaSetReferenced(rollout, rs, find, [])]),
    ),
    requeueSeconds: requeueMs === undefined ? -1 : requeueMs / 1000,
    rollbackWithinWindow: isRollbackWithinWindow(rollout, newRS, stableRS, allRSs),
  };
  if (rollout.spec.strategy.blueGreen !== undefined) {
    const phase = phaseOfRun(row, 'pre');
    const point = calculateScaleUpPreviewCheckPoint(context, rollout, newRS, phase, TABLE_NOW_MS);
    return { ...common, scaleUpPreviewCheckPoint: point };
  }
  const stepCompleted = stepCompletion({
    reference: new Reference(),
    context,
    rollout,
    newRS,
    stableRS,
    otherRSs: getOtherRSs(newRS, stableRS, allRSs),
    newWeights: newStatus.canary.weights,
    experiment: phased(phaseOf(row['experiment'])),
    stepAnalysis: phased(phaseOfRun(row, 'step')),
    stepPluginCompleted: false,
    nowMs: TABLE_NOW_MS,
  });
  return { ...common, stepCompleted: stepCompleted !== undefined };
}

export const check: TableCheck = { table: 'promotion-and-steps', compute: decide };
