import { Reference } from '../../../../src/api/reference.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import type { ReplicaSet } from '../../../../src/api/shape/apps.ts';
import { getReplicasForScaleDown, sideOf } from '../../../../src/controllers/rollouts/decide/canary-counts.ts';
import { newRSNewReplicas, readyForPause } from '../../../../src/controllers/rollouts/decide/new-replicas.ts';
import {
  isActive,
  isReplicaSetAvailable,
  isReplicaSetPartiallyAvailable,
} from '../../../../src/controllers/rollouts/decide/replica-availability.ts';
import { getOtherRSs, getStableRS } from '../../../../src/controllers/rollouts/decide/replica-set-lists.ts';
import { errorText, named, replicaSetOf, replicaSetsOf, rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const nameOf = (rs: ReplicaSet | undefined): string | null => rs?.metadata.name ?? null;

function newReplicas(row: JsonObject): Json {
  if (row['kind'] === 'scaleDown') {
    const rs = replicaSetOf(row['rs']);
    const common = {
      active: isActive(rs),
      available: isReplicaSetAvailable(rs),
      heedAvailability: getReplicasForScaleDown(rs && sideOf(rs), false),
      ignoreAvailability: getReplicasForScaleDown(rs && sideOf(rs), true),
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
      replicas: newRSNewReplicas(new Reference(), rollout, allRSs, newRS, undefined).value,
      readyForPause: readyForPause(new Reference(), rollout, newRS, allRSs),
      stableRS: nameOf(stableRS),
      otherRSs: getOtherRSs(newRS, stableRS, allRSs).map(nameOf),
    };
  } catch (error) {
    return { error: errorText(error) };
  }
}

export const check: TableCheck = { table: 'new-replicas', compute: newReplicas };
