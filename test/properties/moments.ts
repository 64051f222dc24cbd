import { REPLICA_SET, ROLLOUT } from '../../src/api/resources.ts';
import { availableReplicas, getPodTemplateHash, specReplicas } from '../../src/api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../src/api/shape/apps.ts';
import type { Rollout } from '../../src/api/shape/rollout.ts';
import { Simulation } from '../../src/simulation/simulation.ts';
import type { World } from '../../src/world/world.ts';

/** The settled state of one instant. */
export interface Moment {
  readonly second: number;
  readonly rollout: Rollout;
  readonly replicaSets: readonly ReplicaSet[];
  readonly stable: ReplicaSet | undefined;
  readonly current: ReplicaSet | undefined;
  /** Pods asked for, over all ReplicaSets. */
  readonly pods: number;
  readonly available: number;
}

/** Lets a world run, and looks at it after every instant in which something happened. Objects are frozen meanwhile. */
export function watchMoments(world: World, look: (moment: Moment) => void): Simulation {
  const simulation = new Simulation(world, { freeze: true });
  const lastMs = simulation.scheduler.nowMs() + world.limitMs;
  simulation.start();
  do look(momentOf(simulation));
  while (simulation.step(lastMs));
  return simulation;
}

function momentOf({ api, scheduler }: Simulation): Moment {
  const rollout = api.get(ROLLOUT, 'default', 'shop');
  const replicaSets = api.list(REPLICA_SET, 'default');
  const withHash = (hash: string | undefined): ReplicaSet | undefined =>
    hash === undefined ? undefined : replicaSets.find((rs) => getPodTemplateHash(rs) === hash);
  return {
    second: scheduler.atMs / 1000,
    rollout,
    replicaSets,
    stable: withHash(rollout.status.stableRS),
    current: withHash(rollout.status.currentPodHash),
    pods: replicaSets.reduce((sum, rs) => sum + specReplicas(rs), 0),
    available: replicaSets.reduce((sum, rs) => sum + availableReplicas(rs), 0),
  };
}
