import { describe, it } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import type { Json } from '../../../src/api/json.ts';
import { DESIRED_REPLICAS_ANNOTATION, SCALE_DOWN_DEADLINE_ANNOTATION } from '../../../src/api/rollouts/names.ts';
import { hasScaleDownDeadline, revision } from '../../../src/api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../src/api/shape/apps.ts';
import { objectMeta, podTemplateMetadata } from '../../../src/api/shape/meta.ts';
import { formatTime, parseTime } from '../../../src/api/times.ts';
import {
  getDesiredReplicasAnnotation,
  isSaturated,
  replicasAnnotationsNeedUpdate,
  setNewReplicaSetAnnotations,
  withAnnotation,
} from '../../../src/controllers/rollouts/decide/annotations.ts';
import { syncReplicaSetEphemeralPodMetadata } from '../../../src/controllers/rollouts/decide/ephemeral-metadata.ts';
import { newRSNewReplicas, readyForPause } from '../../../src/controllers/rollouts/decide/new-replicas.ts';
import { isAborted, newPauseContext } from '../../../src/controllers/rollouts/decide/pause-context.ts';
import { shouldDelayScaleDownOnAbort } from '../../../src/controllers/rollouts/decide/promotion.ts';
import { isReplicaSetReferenced } from '../../../src/controllers/rollouts/decide/references.ts';
import {
  getReplicasForScaleDown,
  isActive,
  isReplicaSetAvailable,
  isReplicaSetPartiallyAvailable,
} from '../../../src/controllers/rollouts/decide/replica-availability.ts';
import { getOtherRSs, getStableRS, maxRevision } from '../../../src/controllers/rollouts/decide/replica-set-lists.ts';
import { needsRestart } from '../../../src/controllers/rollouts/decide/restart.ts';
import { reconcileRevisionHistoryLimit } from '../../../src/controllers/rollouts/decide/revision-history.ts';
import {
  getReplicaSetRevision,
  replicaSetsByRevisionNumber,
} from '../../../src/controllers/rollouts/decide/revisions.ts';
import { getTimeRemainingBeforeScaleDownDeadline } from '../../../src/controllers/rollouts/decide/scale-down-deadline.ts';
import { planScaleDownOthers } from '../../../src/controllers/rollouts/decide/scale-down-others.ts';
import { scaleReplicaSet } from '../../../src/controllers/rollouts/decide/scale-replica-set.ts';
import type { TableCase } from './load-table.ts';
import {
  expectRows,
  named,
  objectOf,
  phaseOf,
  replicaSetOf,
  replicaSetsOf,
  RESYNC_PERIOD_MS,
  rolloutOf,
  shaped,
  TABLE_NOW_MS,
} from './objects.ts';

const nameOf = (rs: ReplicaSet | undefined): string | null => rs?.metadata.name ?? null;
const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function newReplicas({ in: row }: TableCase): Json {
  if (row['kind'] === 'scaleDown') {
    const rs = replicaSetOf(row['rs']);
    const common = {
      active: isActive(rs),
      available: isReplicaSetAvailable(rs),
      heedAvailability: getReplicasForScaleDown(rs, false),
      ignoreAvailability: getReplicasForScaleDown(rs, true),
    };
    return rs === undefined ? common : { ...common, partiallyAvailable: isReplicaSetPartiallyAvailable(rs) };
  }
  const rollout = rolloutOf(row['rollout']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  if (newRS === undefined) throw new Error('a row without new ReplicaSet');
  const stableRS = getStableRS(rollout, newRS, allRSs);
  try {
    return {
      replicas: newRSNewReplicas(rollout, allRSs, newRS, undefined),
      readyForPause: readyForPause(rollout, newRS, allRSs),
      stableRS: nameOf(stableRS),
      otherRSs: getOtherRSs(newRS, stableRS, allRSs).map(nameOf),
    };
  } catch (error) {
    return { error: errorText(error) };
  }
}

function given(row: TableCase['in']): ReplicaSet {
  const rs = replicaSetOf(row['rs']);
  if (rs === undefined) throw new Error('a row without ReplicaSet');
  return rs;
}

const annotationKinds: Readonly<Record<string, (row: TableCase['in']) => Json>> = {
  setNew: (row) => {
    const set = setNewReplicaSetAnnotations(
      rolloutOf(row['rollout']),
      given(row),
      String(row['revision']),
      row['exists'] === true,
    );
    return { annotations: { ...set.replicaSet.metadata.annotations }, changed: set.changed };
  },
  saturated: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const rs = given(row);
    const desired = getDesiredReplicasAnnotation(rs);
    return {
      desired: desired ?? 0,
      desiredFound: desired !== undefined,
      needUpdate: replicasAnnotationsNeedUpdate(rs, rollout.spec.replicas ?? 1),
      saturated: isSaturated(rollout, rs),
    };
  },
  remaining: (row) => {
    const rs = given(row);
    const { remainingMs, error } = getTimeRemainingBeforeScaleDownDeadline(rs, parseTime(String(row['now'])) ?? 0);
    const seconds = remainingMs === undefined ? null : remainingMs / 1000;
    return { error, hasDeadline: hasScaleDownDeadline(rs), seconds };
  },
  restart: (row) => ({ needsRestart: needsRestart(rolloutOf(row['rollout']), parseTime(String(row['now'])) ?? 0) }),
  sort: (row) => {
    const all = replicaSetsOf(row['replicaSets']);
    return { maxRevision: maxRevision(all), order: replicaSetsByRevisionNumber(all).map(nameOf) };
  },
  revision: (row) => {
    const rs = given(row);
    const number = revision(rs);
    const written = rs.metadata.annotations?.['rollout.argoproj.io/revision'] ?? '';
    return {
      error: number === undefined ? `strconv.ParseInt: parsing ${JSON.stringify(written)}: invalid syntax` : undefined,
      replicaSetRevision: getReplicaSetRevision(rs),
      revision: number ?? 0,
    };
  },
  ephemeral: (row) => {
    const rs = given(row);
    const wanted = row['podMetadata'] ?? undefined;
    const desired = wanted === undefined ? undefined : shaped(podTemplateMetadata, wanted);
    const synced = syncReplicaSetEphemeralPodMetadata(rs, desired);
    const after = synced ?? rs;
    return {
      annotations: { ...after.metadata.annotations },
      modified: synced !== undefined,
      templateMetadata: canonical(objectMeta, { ...after.spec.template.metadata }),
    };
  },
};

/** Carries a plan out on plain objects, as the controller does against the API server. */
function scaleDownOthers({ in: row }: TableCase): Json {
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

describe('ReplicaSets of a rollout', () => {
  it('table new-replicas', () => expectRows('new-replicas', newReplicas));

  it.each(Object.keys(annotationKinds))('table replicaset-annotations: %s', (kind) => {
    const compute = annotationKinds[kind];
    if (compute === undefined) throw new Error(kind);
    expectRows(
      'replicaset-annotations',
      (row) => compute(row.in),
      ({ in: row }) => row['kind'] === kind,
    );
  });

  it('table revision-history', () => {
    expectRows('revision-history', ({ in: row }) => {
      const old = replicaSetsOf(row['oldReplicaSets']);
      const gone = new Set(reconcileRevisionHistoryLimit(rolloutOf(row['rollout']), old));
      return { kept: old.filter((rs) => !gone.has(rs)).map(nameOf) };
    });
  });

  it('table scale-down-others', () => expectRows('scale-down-others', scaleDownOthers));
});
