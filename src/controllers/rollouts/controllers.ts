import type { Controller, ControllerEnv } from '../../api/controller.ts';
import type { RoutingSettings } from '../../world/routing.ts';
import { ExperimentController } from '../experiments/controller.ts';
import { RolloutController, type RolloutHooks } from './controller.ts';
import { DestinationRuleController, getRolloutDestinationRuleKeys } from './destination-rule-controller.ts';
import { IngressController } from './ingress-controller.ts';
import { getRolloutServiceKeys, ServiceController } from './service-controller.ts';

/** The controllers of the rollout engine; their queues are asked for work in this order. */
export interface RolloutControllers {
  readonly service: Controller;
  readonly ingress: Controller;
  readonly destinationRule: Controller;
  readonly experiment: Controller;
  readonly rollout: Controller;
}

/** Makes the controllers that carry out Rollouts, wired to one another. */
export function rolloutControllers(env: ControllerEnv, routing: RoutingSettings = {}): RolloutControllers {
  const hooks: RolloutHooks = {
    rolloutChanged: (before, after) => {
      addRemoved(service, getRolloutServiceKeys(before), getRolloutServiceKeys(after));
      addRemoved(destinationRule, getRolloutDestinationRuleKeys(before), getRolloutDestinationRuleKeys(after));
    },
    rolloutDeleted: (deleted) => {
      addRemoved(service, getRolloutServiceKeys(deleted), []);
      addRemoved(destinationRule, getRolloutDestinationRuleKeys(deleted), []);
    },
  };
  const rollout = new RolloutController(env, hooks, routing);
  const options = {
    rollouts: rollout.rollouts,
    enqueueRollout: (key: string) => rollout.queue.addRateLimited(key),
  };
  const service = new ServiceController(env, options);
  const ingress = new IngressController(env, options);
  const destinationRule = new DestinationRuleController(env, options);
  const experiment = new ExperimentController(env, options);
  return { service, ingress, destinationRule, experiment, rollout };
}

/** What a rollout no longer names is looked at again. Source: rollout/controller.go removedKeys. */
function addRemoved({ queue }: Controller, before: readonly string[], after: readonly string[]): void {
  for (const key of before) if (!after.includes(key)) queue.addRateLimited(key);
}
