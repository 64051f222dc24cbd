import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getPodTemplateHash, revision } from '../../src/api/rollouts/replica-sets.ts';
import { REHEARSAL_RULES } from '../../src/scenario/world-defaults.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { watchMoments } from './moments.ts';
import { blueGreenCase, canaryCase, worldOfRandomCase } from './random-case.ts';
import { SETTINGS, TIMEOUT_MS } from './settings.ts';

const anyCase = fc.oneof(canaryCase, blueGreenCase);

describe('a rollout of any strategy', () => {
  // Source: rollout/sync.go createDesiredReplicaSet, reconcileRevisionHistoryLimit; utils/replicaset/canary.go GetStableRS.
  it('has one ReplicaSet for each version, and keeps the stable and the current one', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(anyCase, (choice) => {
      watchMoments(worldOfRandomCase(choice), ({ rollout, replicaSets, stable, current, second }) => {
        const hashes = replicaSets.map(getPodTemplateHash);
        expect(new Set(hashes).size).toBe(hashes.length);
        if (rollout.status.stableRS !== undefined) expect(stable, `second ${second}`).toBeDefined();
        if (rollout.status.currentPodHash !== undefined) expect(current, `second ${second}`).toBeDefined();
      });
    });
    fc.assert(property, SETTINGS);
  });

  // Source: rollout/sync.go syncReplicaSetRevision, setRolloutRevision.
  it('counts its revision up, and gives none twice', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(anyCase, (choice) => {
      let last = 0;
      watchMoments(worldOfRandomCase(choice), ({ rollout, replicaSets }) => {
        const now = revision(rollout) ?? 0;
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
        const revisions = replicaSets.map((rs) => revision(rs) ?? 0);
        expect(new Set(revisions).size).toBe(revisions.length);
        expect(Math.max(0, ...revisions)).toBe(now);
      });
    });
    fc.assert(property, SETTINGS);
  });

  it(
    'stays as it is when informers hand out again what they know, once all is at rest',
    { timeout: TIMEOUT_MS },
    () => {
      const property = fc.property(anyCase, (choice) => {
        const { api, scheduler, settle } = settled(choice);
        const writes = api.writes;
        api.resync();
        settle();
        expect(api.writes, `at ${scheduler.atMs}`).toBe(writes);
      });
      fc.assert(property, SETTINGS);
    },
  );

  it('comes to rest in a rehearsal, and twice in the same way', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(anyCase, (choice) => {
      const world = {
        ...worldOfRandomCase(choice),
        rules: REHEARSAL_RULES,
        until: 'settled' as const,
        limitMs: 86_400_000,
      };
      const first = runWorld(world);
      expect(first.header.totals.ended).toBe('settled');
      expect(writeTimeline(runWorld(world))).toBe(writeTimeline(first));
    });
    fc.assert(property, { ...SETTINGS, numRuns: Math.ceil(SETTINGS.numRuns / 3) });
  });
});

function settled(choice: Parameters<typeof worldOfRandomCase>[0]) {
  const simulation = watchMoments(worldOfRandomCase(choice), () => undefined);
  return { api: simulation.api, scheduler: simulation.scheduler, settle: () => simulation.settle() };
}
