import { describe, it } from 'vitest';
import { aggregateText } from '../../../src/controllers/rollouts/validation/field-error.ts';
import { invalidSpecMessage, validateRollout } from '../../../src/controllers/rollouts/validation/rollout.ts';
import type { Json } from '../../../src/api/json.ts';
import type { Rollout } from '../../../src/api/shape/rollout.ts';
import { isServiceType, validateService } from '../../../src/controllers/rollouts/validation/services.ts';
import { expectRows, listOf, objectOf, rolloutOf, serviceOf } from './objects.ts';

/** An empty list of managed routes counts as written here, though the API server would drop it. */
function asWritten(value: Json | undefined): Rollout {
  const rollout = rolloutOf(value);
  const { canary } = rollout.spec.strategy;
  if (canary?.trafficRouting === undefined || !JSON.stringify(value).includes('"managedRoutes":[]')) return rollout;
  const trafficRouting = { ...canary.trafficRouting, managedRoutes: [] };
  return { ...rollout, spec: { ...rollout.spec, strategy: { canary: { ...canary, trafficRouting } } } };
}

describe('validation of a rollout', () => {
  it('table validation', () => {
    expectRows('validation', ({ in: row }) => {
      const rollout = asWritten(row['rollout']);
      const errors = validateRollout(rollout, row['templateResolvedFromRef'] === true);
      const first = errors[0];
      return {
        aggregate: aggregateText(errors) ?? null,
        errors: errors.map((error) => ({ ...error })),
        invalidSpecMessage: first === undefined ? null : invalidSpecMessage(rollout, first.text),
      };
    });
  });

  it('table validation-references: Services', () => {
    expectRows(
      'validation-references',
      ({ in: row }) => {
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
      ({ in: row }) => row['services'] !== undefined,
    );
  });
});
