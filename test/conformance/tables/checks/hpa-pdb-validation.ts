import { convertAutoscaler } from '../../../../src/api/autoscaling-v1.ts';
import { horizontalPodAutoscaler } from '../../../../src/api/shape/autoscaling.ts';
import { podDisruptionBudget } from '../../../../src/api/shape/policy.ts';
import { validateBudget } from '../../../../src/controllers/disruption/validation.ts';
import { validateAutoscaler } from '../../../../src/controllers/hpa/validation.ts';
import { shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'hpa-pdb-validation',
  compute: (manifest) => {
    const errors =
      manifest['kind'] === 'PodDisruptionBudget'
        ? validateBudget(shaped(podDisruptionBudget, manifest), undefined)
        : validateAutoscaler(shaped(horizontalPodAutoscaler, convertAutoscaler(manifest)), undefined);
    return {
      errors: errors.map(({ field, text, type }) => ({ field, text, type })),
      valid: errors.length === 0,
    };
  },
};
