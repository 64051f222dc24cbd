import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLLOUT, SERVICE } from '../../src/api/resources.ts';
import { availableReplicas, getPodTemplateHash } from '../../src/api/rollouts/replica-sets.ts';
import { watchMoments } from './moments.ts';
import { blueGreenCase, worldOfRandomCase } from './random-case.ts';
import { SETTINGS, TIMEOUT_MS } from './settings.ts';

describe('a blue-green rollout', () => {
  // Source: docs/features/bluegreen.md, "Sequence of Events"; rollout/service.go reconcileActiveService.
  it('serves from a version that is whole, once one was, while pods behave', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(blueGreenCase, (choice) => {
      let was = false;
      watchMoments(worldOfRandomCase(choice), ({ rollout, replicaSets, second }) => {
        const hash = rollout.status.blueGreen.activeSelector;
        const active = replicaSets.find((rs) => hash !== undefined && getPodTemplateHash(rs) === hash);
        const available = active === undefined ? 0 : availableReplicas(active);
        if (available >= choice.replicas) was = true;
        if (was) expect(available, `second ${second}`).toBeGreaterThanOrEqual(choice.replicas);
      });
    });
    fc.assert(property, SETTINGS);
  });

  // Source: rollout/service.go switchServiceSelector.
  it('says of the active Service what the Service says itself', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(blueGreenCase, (choice) => {
      const { api } = watchMoments(worldOfRandomCase(choice), ({ rollout, replicaSets }) => {
        const { activeSelector } = rollout.status.blueGreen;
        if (activeSelector !== undefined) expect(replicaSets.map(getPodTemplateHash)).toContain(activeSelector);
      });
      const service = api.get(SERVICE, 'default', 'shop-one');
      const { activeSelector } = api.get(ROLLOUT, 'default', 'shop').status.blueGreen;
      expect(service.spec.selector?.['rollouts-pod-template-hash']).toBe(activeSelector);
    });
    fc.assert(property, SETTINGS);
  });
});
