import { DEPLOYMENT, REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import { runWorld } from '../simulation/run.ts';
import { stateAt } from '../timeline/state.ts';
import type { World } from '../world/world.ts';
import type { Subject } from './subject.ts';

/**
 * Whether an update is through at a time of a world's run. Somebody who wants it undone then undoes it; before that an abort is enough.
 */
export function isThrough(world: World, subject: Subject, atMs: number): boolean {
  const reader = stateAt(runWorld({ ...world, until: { ms: atMs }, limitMs: atMs }), atMs);
  const { kind, namespace, name } = subject;
  if (kind === 'Rollout') {
    const status = reader.find(ROLLOUT, namespace, name)?.status;
    return status?.stableRS !== undefined && status.stableRS === status.currentPodHash;
  }
  const deployment = reader.find(DEPLOYMENT, namespace, name);
  const sets = reader.list(REPLICA_SET, namespace).filter((set) => {
    const owner = controllerOf(set);
    return owner?.kind === kind && owner.name === name && set.status.replicas > 0;
  });
  return sets.length === 1 && sets[0]?.status.availableReplicas === deployment?.spec.replicas;
}
