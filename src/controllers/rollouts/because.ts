import { type Because, from, type RuleInput } from '../../api/reason.ts';
import { maxTrafficWeight } from '../../api/rollouts/defaults.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { RolloutContext } from './context.ts';
import { getCanaryReplicasOrWeight } from './decide/canary-weight.ts';
import { maxSurge, maxUnavailable } from './decide/fenceposts.ts';
import {
  blueGreenReplicas,
  canaryReplicasBasic,
  canaryReplicasRouted,
  rolloutReplicasChanged,
} from './rules/scaling.ts';

/** spec.replicas, and whether it was written. */
function replicasInput(context: RolloutContext): RuleInput {
  const { replicas } = context.rollout.spec;
  return replicas === undefined ? from('default', 1) : from('spec.replicas', replicas);
}

/** The weight that sizes the two sides, and where it comes from. */
function weightInput({ rollout, newRS, stableRS }: RolloutContext): RuleInput {
  if (stableRS === undefined) return from('no stable ReplicaSet', maxTrafficWeight(rollout));
  const aim = getCanaryReplicasOrWeight(rollout, newRS, stableRS);
  return aim.replicas === undefined ? from(aim.from, aim.weight) : from(aim.from, `for ${aim.replicas} pods`);
}

/** Why the new or the stable ReplicaSet gets a size. */
export function becauseOfCounts(context: RolloutContext, rs: ReplicaSet, replicas: number): Because {
  return () => {
    const { rollout, newRS, stableRS } = context;
    const { blueGreen, canary } = rollout.spec.strategy;
    const all = replicasInput(context);
    if (specReplicas(rs) === replicas) return rolloutReplicasChanged.because({ replicas: all });
    const isNew = rs.metadata.name === newRS?.metadata.name;
    if (blueGreen !== undefined) {
      const side = isNew && stableRS?.metadata.name !== rs.metadata.name ? 'preview' : 'active';
      return blueGreenReplicas.because({
        replicas: from('spec.replicas or previewReplicaCount', replicas),
        side: from('spec.strategy.blueGreen', side),
      });
    }
    const counts = {
      canary: from('decided', isNew ? replicas : newRS === undefined ? 0 : specReplicas(newRS)),
      stable: from('decided', isNew ? (stableRS === undefined ? 0 : specReplicas(stableRS)) : replicas),
    };
    const sized = { weight: weightInput(context), replicas: all, ...counts };
    if (canary?.trafficRouting !== undefined) return canaryReplicasRouted.because(sized);
    return canaryReplicasBasic.because({
      ...sized,
      maxSurge: from(
        canary?.maxSurge === undefined ? 'default 25%' : 'spec.strategy.canary.maxSurge',
        maxSurge(rollout),
      ),
      maxUnavailable: from(
        canary?.maxUnavailable === undefined ? 'default 25%' : 'spec.strategy.canary.maxUnavailable',
        maxUnavailable(rollout),
      ),
    });
  };
}
