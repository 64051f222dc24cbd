import { Reference } from '../../../../src/api/reference.ts';
import { newPauseContext } from '../../../../src/controllers/rollouts/decide/pause-context.ts';
import { calculateRolloutConditions } from '../../../../src/controllers/rollouts/decide/rollout-conditions.ts';
import { named, replicaSetsOf, rolloutOf, statusOf, TABLE_NOW_MS } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'rollout-conditions',
  compute: (row) => {
    const rollout = rolloutOf(row['rollout']);
    const allRSs = replicaSetsOf(row['allRSs']);
    const decision = calculateRolloutConditions({
      reference: new Reference(),
      context: newPauseContext(rollout),
      rollout,
      newStatus: statusOf(row['newStatus']),
      newRS: named(allRSs, row['newRS']),
      stableRS: named(allRSs, row['stableRS']),
      allRSs,
      nowMs: TABLE_NOW_MS,
    });
    return {
      abortMessage: decision.addAbort?.value ?? '',
      addAbort: decision.addAbort !== undefined,
      conditions: (decision.status.conditions ?? []).map((each) => ({ ...each })),
      events: decision.events.map(({ type, reason, message }) => `${type} ${reason} ${message}`),
    };
  },
};
