import { specReplicas } from '../../../../src/api/rollouts/replica-sets.ts';
import { maxSurge } from '../../../../src/controllers/deployment/fenceposts.ts';
import { getReplicaSetFraction, isSaturated } from '../../../../src/controllers/deployment/proportion.ts';
import { resized, scaleMessage, scaleSizes } from '../../../../src/controllers/deployment/scale.ts';
import { deploymentOf, familyOf } from '../deployment-inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'proportional-scaling',
  compute: (input) => {
    const deployment = deploymentOf(input);
    const { all, newest, old } = familyOf(input);
    const plans = scaleSizes(deployment, newest, old);
    const left = all.map((replicaSet) => {
      const plan = plans.find((planned) => planned.replicaSet === replicaSet);
      return plan === undefined ? replicaSet : resized(deployment, plan);
    });
    return {
      events: plans
        .filter((plan) => plan.replicas !== specReplicas(plan.replicaSet))
        .map(scaleMessage)
        .sort(),
      fractions: Object.fromEntries(
        all.map((replicaSet) => [replicaSet.metadata.name ?? '', getReplicaSetFraction(replicaSet, deployment)]),
      ),
      maxSurge: maxSurge(deployment),
      replicaSets: Object.fromEntries(
        left.map((replicaSet) => [
          replicaSet.metadata.name ?? '',
          { annotations: replicaSet.metadata.annotations ?? null, replicas: specReplicas(replicaSet) },
        ]),
      ),
      saturated: isSaturated(deployment, newest),
    };
  },
};
