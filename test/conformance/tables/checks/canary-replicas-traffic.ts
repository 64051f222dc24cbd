import { Reference } from '../../../../src/api/reference.ts';
import { calculateReplicaCountsForTrafficRoutedCanary } from '../../../../src/controllers/rollouts/decide/canary-counts-routed.ts';
import { replicaSetOf, rolloutOf, weightsOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'canary-replicas-traffic',
  compute: (row) => ({
    ...calculateReplicaCountsForTrafficRoutedCanary(
      new Reference(),
      rolloutOf(row['rollout']),
      replicaSetOf(row['newRS']),
      replicaSetOf(row['stableRS']),
      weightsOf(row['weights']),
    ),
  }),
};
