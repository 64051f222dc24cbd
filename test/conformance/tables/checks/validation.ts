import type { Json } from '../../../../src/api/json.ts';
import type { Rollout } from '../../../../src/api/shape/rollout.ts';
import { aggregateText } from '../../../../src/api/field-error.ts';
import { invalidSpecMessage, validateRollout } from '../../../../src/controllers/rollouts/validation/rollout.ts';
import { rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

/** An empty list of managed routes counts as written here, though the API server would drop it. */
function asWritten(value: Json | undefined): Rollout {
  const rollout = rolloutOf(value);
  const { canary } = rollout.spec.strategy;
  if (canary?.trafficRouting === undefined || !JSON.stringify(value).includes('"managedRoutes":[]')) return rollout;
  const trafficRouting = { ...canary.trafficRouting, managedRoutes: [] };
  return { ...rollout, spec: { ...rollout.spec, strategy: { canary: { ...canary, trafficRouting } } } };
}

export const check: TableCheck = {
  table: 'validation',
  compute: (row) => {
    const rollout = asWritten(row['rollout']);
    const errors = validateRollout(rollout, row['templateResolvedFromRef'] === true);
    const first = errors[0];
    return {
      aggregate: aggregateText(errors) ?? null,
      errors: errors.map((error) => ({ ...error })),
      invalidSpecMessage: first === undefined ? null : invalidSpecMessage(rollout, first.text),
    };
  },
};
