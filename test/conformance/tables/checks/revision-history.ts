import { reconcileRevisionHistoryLimit } from '../../../../src/controllers/rollouts/decide/revision-history.ts';
import { replicaSetsOf, rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'revision-history',
  compute: (row) => {
    const old = replicaSetsOf(row['oldReplicaSets']);
    const gone = new Set(reconcileRevisionHistoryLimit(rolloutOf(row['rollout']), old));
    return { kept: old.filter((rs) => !gone.has(rs)).map((rs) => rs.metadata.name ?? null) };
  },
};
