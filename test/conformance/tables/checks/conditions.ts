import { rolloutCompleted, setRolloutCondition } from '../../../../src/api/rollouts/conditions.ts';
import { rolloutCondition } from '../../../../src/api/shape/rollout.ts';
import { parseTime } from '../../../../src/api/times.ts';
import { rolloutHealthy, progressOf, rolloutTimedOut } from '../../../../src/controllers/rollouts/decide/progress.ts';
import { byKind, rolloutOf, shaped, statusOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'conditions',
  compute: (input) =>
    byKind(
      {
        set: (row) => {
          const before = statusOf({ conditions: row['conditions'] });
          const set = setRolloutCondition(before, shaped(rolloutCondition, row['condition']));
          return { changed: set.changed, conditions: (set.status.conditions ?? []).map((each) => ({ ...each })) };
        },
        status: (row) => {
          const rollout = rolloutOf(row['rollout']);
          const newStatus = statusOf(row['newStatus']);
          return {
            completed: rolloutCompleted(newStatus),
            healthy: rolloutHealthy(rollout, newStatus),
            progressing: progressOf(rollout, newStatus) !== undefined,
            timedOut: rolloutTimedOut(rollout, newStatus, parseTime(textOf(row['now'])) ?? 0),
          };
        },
      },
      input,
    ),
};
