import { Reference } from '../../../../src/api/reference.ts';
import { calculateReplicaCountsForBasicCanary } from '../../../../src/controllers/rollouts/decide/canary-counts.ts';
import { replicaSetOf, replicaSetsOf, rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'canary-replicas-basic',
  compute: (row) => ({
    ...calculateReplicaCountsForBasicCanary(
      new Reference(),
      rolloutOf(row['rollout']),
      replicaSetOf(row['newRS']),
      replicaSetOf(row['stableRS']),
      replicaSetsOf(row['olderRSs']),
    ),
  }),
};
