import type { ControllerEnv } from '../api/controller.ts';
import { ReplicaSetController } from '../controllers/replicaset/replica-set-controller.ts';
import { rolloutControllers } from '../controllers/rollouts/controllers.ts';
import type { ControllerOrder } from './settle.ts';
import type { WorldRules } from './world.ts';

/** The controllers of a run, in the order in which they work at an instant. */
export function newControllers(env: ControllerEnv, rules: WorldRules): ControllerOrder {
  const replicaSet = new ReplicaSetController(env, { podDeletion: rules.podDeletion });
  const { service, ingress, destinationRule, rollout } = rolloutControllers(env);
  return { first: [replicaSet], then: [service, ingress, destinationRule, rollout] };
}
