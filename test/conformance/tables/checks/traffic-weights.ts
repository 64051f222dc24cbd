import { Reference } from '../../../../src/api/reference.ts';
import { canonical } from '../../../../src/api/canonical.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { trafficWeights, weightDestination } from '../../../../src/api/shape/rollout.ts';
import {
  calculateDesiredWeightOnAbortOrStableRollback,
  calculateWeightStatus,
  checkReplicasAvailable,
  trafficWeightUpdatedMessage,
} from '../../../../src/controllers/rollouts/decide/traffic-weights.ts';
import { byKind, listOf, named, replicaSetsOf, rolloutOf, shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function abort(row: JsonObject): Json {
  const rollout = rolloutOf(row['rollout']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  const stableRS = named(allRSs, row['stableRS']);
  // Where there is no new ReplicaSet, the recording asked about the stable one.
  const available = (weight: number): boolean =>
    checkReplicasAvailable(new Reference(), rollout, newRS ?? stableRS, weight);
  return {
    available: { '0': available(0), '50': available(50), '100': available(100) },
    weight: calculateDesiredWeightOnAbortOrStableRollback(new Reference(), rollout, newRS, stableRS),
  };
}

function status(row: JsonObject): Json {
  const rollout = rolloutOf(row['rollout']);
  const destinations = listOf(row['destinations']).map((item) => shaped(weightDestination, item));
  const { weights, modified } = calculateWeightStatus(
    rollout,
    String(row['canaryHash']),
    String(row['stableHash']),
    Number(row['desiredWeight']),
    destinations,
  );
  const message = trafficWeightUpdatedMessage(rollout.status.canary.weights, weights);
  return { message, modified, weights: canonical(trafficWeights, { ...weights }) };
}

export const check: TableCheck = {
  table: 'traffic-weights',
  compute: (input) => byKind({ abort, status }, input),
};
