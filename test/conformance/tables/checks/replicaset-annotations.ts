import { canonical } from '../../../../src/api/canonical.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { hasScaleDownDeadline, revision } from '../../../../src/api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../../src/api/shape/apps.ts';
import { objectMeta, podTemplateMetadata } from '../../../../src/api/shape/meta.ts';
import { parseTime } from '../../../../src/api/times.ts';
import {
  getDesiredReplicasAnnotation,
  isSaturated,
  replicasAnnotationsNeedUpdate,
  setNewReplicaSetAnnotations,
} from '../../../../src/controllers/rollouts/decide/annotations.ts';
import { syncReplicaSetEphemeralPodMetadata } from '../../../../src/controllers/rollouts/decide/ephemeral-metadata.ts';
import { maxRevision } from '../../../../src/controllers/rollouts/decide/replica-set-lists.ts';
import { needsRestart } from '../../../../src/controllers/rollouts/decide/restart.ts';
import {
  getReplicaSetRevision,
  replicaSetsByRevisionNumber,
} from '../../../../src/controllers/rollouts/decide/revisions.ts';
import { getTimeRemainingBeforeScaleDownDeadline } from '../../../../src/controllers/rollouts/decide/scale-down-deadline.ts';
import { byKind, replicaSetOf, replicaSetsOf, rolloutOf, shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const nameOf = (rs: ReplicaSet | undefined): string | null => rs?.metadata.name ?? null;

function given(row: JsonObject): ReplicaSet {
  const rs = replicaSetOf(row['rs']);
  if (rs === undefined) throw new Error('a row without ReplicaSet');
  return rs;
}

const KINDS: Readonly<Record<string, (row: JsonObject) => Json>> = {
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

export const check: TableCheck = {
  table: 'replicaset-annotations',
  compute: (input) => byKind(KINDS, input),
};
