import { numberOf } from '../inputs.ts';
import { kubectl } from '../kubectl.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'kubectl-rollout-history',
  compute: (row) => {
    const revision = numberOf(row['revision']);
    const { output, error } = kubectl(`kubectl rollout history deployment/shop --revision=${revision}`, row);
    return error === undefined ? { text: output.slice(output.indexOf('\n') + 1, -1) } : { error };
  },
};
