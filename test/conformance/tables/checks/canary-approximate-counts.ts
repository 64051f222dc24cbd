import { approximateWeightedCanaryStableReplicaCounts } from '../../../../src/controllers/rollouts/decide/canary-counts.ts';
import { numberOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'canary-approximate-counts',
  compute: (row) => ({
    ...approximateWeightedCanaryStableReplicaCounts(
      numberOf(row['specReplicas']),
      numberOf(row['desiredWeight']),
      numberOf(row['maxWeight']),
      numberOf(row['maxSurge']),
    ),
  }),
};
