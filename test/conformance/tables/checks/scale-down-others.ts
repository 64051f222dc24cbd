import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { DESIRED_REPLICAS_ANNOTATION, SCALE_DOWN_DEADLINE_ANNOTATION } from '../../../../src/api/rollouts/names.ts';
import { formatTime } from '../../../../src/api/times.ts';
import { withAnnotation } from '../../../../src/controllers/rollouts/decide/annotations.ts';
import { isAborted, newPauseContext } from '../../../../src/controllers/rollouts/decide/pause-context.ts';
import { shouldDelayScaleDownOnAbort } from '../../../../src/controllers/rollouts/decide/promotion.ts';
import { isReplicaSetReferenced } from '../../../../src/controllers/rollouts/decide/references.ts';
import { getOtherRSs } from '../../../../src/controllers/rollouts/decide/replica-set-lists.ts';
import { planScaleDownOthers } from '../../../../src/controllers/rollouts/decide/scale-down-others.ts';
import { scaleReplicaSet } from '../../../../src/controllers/rollouts/decide/scale-replica-set.ts';
import { named, objectOf, phaseOf, replicaSetsOf, RESYNC_PERIOD_MS, rolloutOf, TABLE_NOW_MS } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

/** Carries a plan out on plain objects, as the controller does against the API server. */
function scaleDownOthers(row: JsonObject): Json {
  const rollout = rolloutOf(row['rollout']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  const stableRS = named(allRSs, row['stableRS']);
  const otherRSs = getOtherRSs(newRS, stableRS, allRSs);
  const run = row['analysisRun'] === undefined ? undefined : objectOf(row['analysisRun']);
  const context = newPauseContext(rollout);
  const keepDeadline = isAborted(context) && shouldDelayScaleDownOnAbort(context, rollout, stableRS);
  const plan = planScaleDownOthers({
    rollout,
    newRS,
    allRSs,
    otherRSs,
    isReferenced: (rs) => isReplicaSetReferenced(rollout, rs, () => undefined, []),
    keepDeadline,
    canProceed: true,
    postPromotionPhase: phaseOf(run?.['run']),
    nowMs: TABLE_NOW_MS,
    resyncPeriodMs: RESYNC_PERIOD_MS,
  });
  const current = new Map(otherRSs.map((rs) => [rs.metadata.name ?? '', rs]));
  const events: string[] = [];
  const requeueSeconds: number[] = [];
  for (const action of plan.actions) {
    if (action.kind === 'requeue') {
      requeueSeconds.push(action.afterMs / 1000);
      continue;
    }
    const name = action.replicaSet.metadata.name ?? '';
    const rs = current.get(name) ?? action.replicaSet;
    if (action.kind === 'addDeadline') {
      const deadline = formatTime(TABLE_NOW_MS + action.delaySeconds * 1000);
      current.set(name, withAnnotation(rs, SCALE_DOWN_DEADLINE_ANNOTATION, deadline));
      continue;
    }
    const scaled = scaleReplicaSet(rollout, rs, action.replicas, keepDeadline);
    if (scaled === undefined) continue;
    current.set(name, scaled.replicaSet);
    if (scaled.event !== undefined) events.push(`Normal ScalingReplicaSet ${scaled.event}`);
  }
  const replicaSets = Object.fromEntries(
    [...current].map(([name, rs]) => [
      name,
      {
        desiredReplicas: rs.metadata.annotations?.[DESIRED_REPLICAS_ANNOTATION] ?? null,
        replicas: rs.spec.replicas ?? null,
        scaleDownDeadline: rs.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION] ?? null,
      },
    ]),
  );
  return { events, replicaSets, requeueSeconds, scaled: plan.scaled };
}

export const check: TableCheck = { table: 'scale-down-others', compute: scaleDownOthers };
