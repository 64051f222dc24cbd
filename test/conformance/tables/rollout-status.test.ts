import { describe, expect, it } from 'vitest';
import { isFullyPromoted, rolloutCompleted, setRolloutCondition } from '../../../src/api/rollouts/conditions.ts';
import { calculateRolloutPhase, getRolloutPhase, isUnpausing } from '../../../src/api/rollouts/phase.ts';
import { rolloutCondition } from '../../../src/api/shape/rollout.ts';
import { parseTime } from '../../../src/api/times.ts';
import { newPauseContext } from '../../../src/controllers/rollouts/decide/pause-context.ts';
import {
  rolloutHealthy,
  rolloutProgressing,
  rolloutTimedOut,
} from '../../../src/controllers/rollouts/decide/progress.ts';
import { calculateRolloutConditions } from '../../../src/controllers/rollouts/decide/rollout-conditions.ts';
import { expectRows, named, replicaSetsOf, rolloutOf, shaped, statusOf, TABLE_NOW_MS } from './objects.ts';

describe('status of a rollout', () => {
  it('table rollout-phase', () => {
    expectRows('rollout-phase', ({ in: row }) => {
      const rollout = rolloutOf(row['rollout']);
      return {
        calculated: { ...calculateRolloutPhase(rollout.spec, rollout.status) },
        isFullyPromoted: isFullyPromoted(rollout),
        isUnpausing: isUnpausing(rollout),
        ...getRolloutPhase(rollout, row['templateResolvedFromRef'] === true),
      };
    });
  });

  it('table conditions', () => {
    expectRows('conditions', ({ in: row }) => {
      if (row['kind'] === 'set') {
        const before = statusOf({ conditions: row['conditions'] });
        const set = setRolloutCondition(before, shaped(rolloutCondition, row['condition']));
        return { changed: set.changed, conditions: (set.status.conditions ?? []).map((each) => ({ ...each })) };
      }
      const rollout = rolloutOf(row['rollout']);
      const newStatus = statusOf(row['newStatus']);
      return {
        completed: rolloutCompleted(newStatus),
        healthy: rolloutHealthy(rollout, newStatus),
        progressing: rolloutProgressing(rollout, newStatus),
        timedOut: rolloutTimedOut(rollout, newStatus, parseTime(String(row['now'])) ?? 0),
      };
    });
  });

  it('table rollout-conditions', () => {
    expectRows('rollout-conditions', ({ in: row }) => {
      const rollout = rolloutOf(row['rollout']);
      const allRSs = replicaSetsOf(row['allRSs']);
      const decision = calculateRolloutConditions({
        context: newPauseContext(rollout),
        rollout,
        newStatus: statusOf(row['newStatus']),
        newRS: named(allRSs, row['newRS']),
        stableRS: named(allRSs, row['stableRS']),
        allRSs,
        nowMs: TABLE_NOW_MS,
      });
      return {
        abortMessage: decision.addAbort ?? '',
        addAbort: decision.addAbort !== undefined,
        conditions: (decision.status.conditions ?? []).map((each) => ({ ...each })),
        events: decision.events.map(({ type, reason, message }) => `${type} ${reason} ${message}`),
      };
    });
    expect(TABLE_NOW_MS).toBe(parseTime('2024-05-01T12:00:00Z'));
  });
});
