import { aggregateText } from '../../../../src/controllers/rollouts/validation/field-error.ts';
import { isServiceType, validateService } from '../../../../src/controllers/rollouts/validation/services.ts';
import { listOf, objectOf, rolloutOf, serviceOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'validation-references',
  compute: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const errors = listOf(row['services']).flatMap((item) => {
      const { type, service } = objectOf(item);
      const given = serviceOf(service);
      return typeof type === 'string' && isServiceType(type) && given !== undefined
        ? validateService(rollout, type, given)
        : [];
    });
    return {
      aggregate: aggregateText(errors) ?? null,
      config: { alb: null, nginx: null, virtualServices: null },
      errors: errors.map((error) => ({ ...error })),
    };
  },
};
