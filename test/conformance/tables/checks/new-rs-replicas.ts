import {
  isRollingUpdate,
  maxSurge,
  maxUnavailable,
  minAvailable,
  resolveFenceposts,
} from '../../../../src/controllers/deployment/fenceposts.ts';
import { newRSNewReplicas } from '../../../../src/controllers/deployment/new-replicas.ts';
import { deploymentOf, familyOf } from '../deployment-inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'new-rs-replicas',
  compute: (input) => {
    const deployment = deploymentOf(input);
    const { all, newest } = familyOf(input);
    if (newest === undefined) throw new Error('the row has no new ReplicaSet');
    const replicas = newRSNewReplicas(deployment, all, newest);
    const { rollingUpdate } = deployment.spec.strategy;
    const fenceposts = isRollingUpdate(deployment)
      ? { ...resolveFenceposts(rollingUpdate?.maxSurge, rollingUpdate?.maxUnavailable, deployment.spec.replicas ?? 0) }
      : undefined;
    return {
      ...(fenceposts === undefined ? {} : { fenceposts }),
      maxSurge: maxSurge(deployment),
      maxUnavailable: maxUnavailable(deployment),
      minAvailable: minAvailable(deployment),
      newRSNewReplicas: 'error' in replicas ? { error: replicas.error } : replicas.replicas,
    };
  },
};
