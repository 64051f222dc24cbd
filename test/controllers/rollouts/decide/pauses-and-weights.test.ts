import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime } from '../../../../src/api/times.ts';
import {
  calculatePauseStatus,
  canaryPauseEnd,
  newPauseContext,
} from '../../../../src/controllers/rollouts/decide/pause-context.ts';
import { reconcileCanaryPause } from '../../../../src/controllers/rollouts/decide/pause.ts';
import { pausedConditions } from '../../../../src/controllers/rollouts/decide/paused-conditions.ts';
import { calculateWeightStatus } from '../../../../src/controllers/rollouts/decide/traffic-weights.ts';
import { canaryRollout } from './objects.ts';

const NOW_MS = 1_767_225_600_001;
const RESYNC_MS = 900_000;
const REASONS = ['CanaryPauseStep', 'BlueGreenPause', 'InconclusiveAnalysisRun'];
const reasons = fc.uniqueArray(fc.constantFrom(...REASONS));

describe('pauses', () => {
  it('never stand twice for one reason, and removed ones are gone unless asked for anew', () => {
    fc.assert(
      fc.property(reasons, reasons, reasons, (before, add, remove) => {
        const pauseConditions = before.map((reason) => ({ reason, startTime: formatTime(NOW_MS - 5000) }));
        const rollout = canaryRollout(1, {}, { pauseConditions });
        const context = { ...newPauseContext(rollout), addPauseReasons: add, removePauseReasons: remove };
        const { value } = calculatePauseStatus(context, { canary: {}, blueGreen: {} }, NOW_MS);
        const after = (value.pauseConditions ?? []).map(({ reason }) => reason);
        expect(new Set(after).size).toBe(after.length);
        for (const reason of REASONS) {
          const kept = before.includes(reason) ? !remove.includes(reason) : add.includes(reason);
          expect(after.includes(reason)).toBe(kept);
        }
      }),
    );
  });

  it('end strictly after their time, and are looked at again exactly then', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 800 }), fc.integer({ min: 0, max: 900_000 }), (seconds, sinceMs) => {
        const startMs = NOW_MS - 1;
        const pause = { duration: `${seconds}s` };
        const rollout = canaryRollout(
          1,
          { steps: [{ pause }] },
          {
            controllerPause: true,
            pauseConditions: [{ reason: 'CanaryPauseStep', startTime: formatTime(startMs) }],
          },
        );
        const nowMs = startMs + sinceMs;
        const end = canaryPauseEnd(newPauseContext(rollout), pause, nowMs);
        expect(end).toBe(sinceMs > seconds * 1000 ? 'elapsed' : undefined);
        const { stillReconciling, requeueAfterMs } = reconcileCanaryPause(rollout, nowMs, RESYNC_MS);
        expect(stillReconciling).toBe(true);
        expect(requeueAfterMs).toBe(sinceMs < seconds * 1000 ? seconds * 1000 - sinceMs : undefined);
      }),
    );
  });

  it('longer than the resync period are left to the resync', () => {
    const rollout = canaryRollout(
      1,
      { steps: [{ pause: { duration: '2h' } }] },
      { pauseConditions: [{ reason: 'CanaryPauseStep', startTime: formatTime(NOW_MS) }] },
    );
    expect(reconcileCanaryPause(rollout, NOW_MS, RESYNC_MS)).toEqual({ stillReconciling: true });
  });

  it('turn Progressing and Paused once', () => {
    const paused = canaryRollout(1, {}, { pauseConditions: [{ reason: 'CanaryPauseStep', startTime: null }] });
    const conditions = pausedConditions(paused, NOW_MS).map(({ value }) => value);
    expect(conditions.map(({ type, status, reason }) => [type, status, reason])).toEqual([
      ['Progressing', 'Unknown', 'RolloutPaused'],
      ['Paused', 'True', 'RolloutPaused'],
    ]);
    expect(pausedConditions({ ...paused, status: { ...paused.status, conditions } }, NOW_MS)).toEqual([]);
  });
});

describe('traffic weights', () => {
  it('always add up to all traffic', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3 }),
        (canary, experiments) => {
          const rollout = canaryRollout(5, { trafficRouting: { smi: {} } });
          const destinations = experiments.map((weight) => ({ weight, podTemplateHash: 'e' }));
          const { weights } = calculateWeightStatus(rollout, 'new', 'old', canary, destinations);
          const additional = (weights.additional ?? []).reduce((sum, { weight }) => sum + weight, 0);
          expect(weights.canary.weight + weights.stable.weight + additional).toBe(100);
        },
      ),
    );
  });
});
