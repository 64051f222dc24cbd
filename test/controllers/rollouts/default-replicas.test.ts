import { expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { MemoryServer } from '../../../src/api/memory-server.ts';
import { RateLimitedQueue } from '../../../src/api/rate-limited-queue.ts';
import { Reference } from '../../../src/api/reference.ts';
import { REPLICA_SET, ROLLOUT } from '../../../src/api/resources.ts';
import { RolloutController } from '../../../src/controllers/rollouts/controller.ts';

const clock = { nowMs: () => 0 };
const timers = { schedule: () => () => undefined };
const hooks = { rolloutChanged: () => undefined, rolloutDeleted: () => undefined };

// Source: rollout/controller.go syncHandler, which updates the rollout as read, after newRolloutContext has written it.
it('writes absent replicas in the pass after the one that made the ReplicaSet, whose write is a conflict', () => {
  const api = new MemoryServer({ clock, freeze: true });
  const controller = new RolloutController(
    {
      api,
      clock,
      timers,
      recorder: { event: () => undefined },
      reference: new Reference(),
      resyncPeriodMs: 900_000,
      retriesNotFound: true,
      newQueue: (name) => new RateLimitedQueue({ name, clock, timers, retryDelayMs: () => 0 }),
      note: () => undefined,
      missing: () => undefined,
    },
    hooks,
  );
  const manifest = api.decode({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'shop', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'shop' } },
      strategy: { canary: {} },
      template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'shop', image: 'shop:1' }] } },
    },
  });
  api.create(api.resourceFor('argoproj.io/v1alpha1', 'Rollout'), manifest);
  const replicas = (): number | undefined => api.get(ROLLOUT, 'default', 'shop').spec.replicas;

  expect(() => controller.sync('default/shop')).toThrow(ApiError);
  expect(replicas()).toBeUndefined();
  expect(api.list(REPLICA_SET)).toHaveLength(1);
  controller.sync('default/shop');
  expect(replicas()).toBe(1);
});
