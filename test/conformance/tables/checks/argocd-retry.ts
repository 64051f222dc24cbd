import { operation } from '../../../../src/api/argocd/application.ts';
import { retryDelay } from '../../../../src/controllers/argocd/backoff.ts';
import { jsonOf, numberOf, shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'argocd-retry',
  compute: (input) => {
    const { retry } = shaped(operation, { retry: input['retry'] ?? null });
    return jsonOf(retryDelay(retry, numberOf(input['retries'])));
  },
};
