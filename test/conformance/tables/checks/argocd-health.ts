import { healthOf } from '../../../../src/controllers/argocd/health/resource-health.ts';
import { jsonOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'argocd-health',
  compute: (input) => {
    const health = healthOf(input);
    return health === undefined ? null : jsonOf(health);
  },
};
