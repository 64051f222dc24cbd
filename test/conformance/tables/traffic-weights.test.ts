import { describe, it } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import type { Json } from '../../../src/api/json.ts';
import { trafficWeights, weightDestination } from '../../../src/api/shape/rollout.ts';
import {
  calculateDesiredWeightOnAbortOrStableRollback,
  calculateWeightStatus,
  checkReplicasAvailable,
  trafficWeightUpdatedMessage,
} from '../../../src/controllers/rollouts/decide/traffic-weights.ts';
import type { TableCase } from './load-table.ts';
import { expectRows, listOf, named, replicaSetsOf, rolloutOf, shaped } from './objects.ts';

function abort({ in: row }: TableCase): Json {
  const rollout = rolloutOf(row['rollout']);
  const allRSs = replicaSetsOf(row['allRSs']);
  const newRS = named(allRSs, row['newRS']);
  const stableRS = named(allRSs, row['stableRS']);
  // Where there is no new ReplicaSet, the recording asked about the stable one.
  const available = (weight: number): boolean => checkReplicasAvailable(rollout, newRS ?? stableRS, weight);
  return {
    available: { '0': available(0), '50': available(50), '100': available(100) },
    weight: calculateDesiredWeightOnAbortOrStableRollback(rollout, newRS, stableRS),
  };
}

function status({ in: row }: TableCase): Json {
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

describe('table traffic-weights', () => {
  it('weights while going back', () => expectRows('traffic-weights', abort, ({ in: row }) => row['kind'] === 'abort'));
  it('status', () => expectRows('traffic-weights', status, ({ in: row }) => row['kind'] === 'status'));
});
