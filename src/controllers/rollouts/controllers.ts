import type { Controller, ControllerEnv } from '../../api/controller.ts';
import { RolloutController } from './controller.ts';
import { getRolloutServiceKeys, ServiceController } from './service-controller.ts';

/** The controllers of the rollout engine; their queues are asked for work in this order. */
export interface RolloutControllers {
  readonly service: Controller;
  readonly ingress: Controller;
  readonly destinationRule: Controller;
  readonly rollout: Controller;
}

/** Makes the controllers that carry out Rollouts, wired to one another. */
export function rolloutControllers(env: ControllerEnv): Pick<RolloutControllers, 'service' | 'rollout'> {
  const rollout = new RolloutController(env, {
    rolloutChanged: (before, after) => {
      const kept = getRolloutServiceKeys(after);
      for (const key of getRolloutServiceKeys(before)) if (!kept.includes(key)) service.queue.addRateLimited(key);
    },
    rolloutDeleted: (deleted) => {
      for (const key of getRolloutServiceKeys(deleted)) service.queue.addRateLimited(key);
    },
  });
  const service = new ServiceController(env, {
    rollouts: rollout.rollouts,
    enqueueRollout: (key) => rollout.queue.addRateLimited(key),
  });
  return { service, rollout };
}
