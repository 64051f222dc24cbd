import { POD } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { ApiServer } from '../../api/server.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import { deploymentSelector } from './claim.ts';

/** The pods of each of a deployment's ReplicaSets, by its uid. */
export type PodMap = ReadonlyMap<string, readonly Pod[]>;

/** Pods that have ended count, too. Source: deployment_controller.go getPodMapForDeployment. */
export function podMapOf(api: ApiServer, deployment: Deployment, replicaSets: readonly ReplicaSet[]): PodMap {
  const map = new Map<string, Pod[]>(replicaSets.map(({ metadata }) => [metadata.uid ?? '', []]));
  for (const pod of api.list(POD, deployment.metadata.namespace ?? '', deploymentSelector(deployment))) {
    map.get(controllerOf(pod)?.uid ?? '')?.push(pod);
  }
  return map;
}
