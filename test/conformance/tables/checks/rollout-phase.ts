import { isFullyPromoted } from '../../../../src/api/rollouts/conditions.ts';
import { calculateRolloutPhase, getRolloutPhase, isUnpausing } from '../../../../src/api/rollouts/phase.ts';
import { rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'rollout-phase',
  compute: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const { phase, message } = calculateRolloutPhase(rollout.spec, rollout.status);
    return {
      calculated: { phase, message },
      isFullyPromoted: isFullyPromoted(rollout),
      isUnpausing: isUnpausing(rollout),
      ...getRolloutPhase(rollout, row['templateResolvedFromRef'] === true),
    };
  },
};
