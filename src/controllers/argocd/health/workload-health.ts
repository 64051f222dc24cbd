import type { JsonObject } from '../../../api/json.ts';
import { numberAt, objectsAt, textAt, valueAt } from '../fields.ts';
import { type Health, health } from './health-status.ts';

/** Numbers of a status that are not written are Go's zero. */
function count(object: JsonObject, field: string): number {
  return numberAt(object, 'status', field) ?? 0;
}

function isObserved(object: JsonObject): boolean {
  return (numberAt(object, 'metadata', 'generation') ?? 0) <= count(object, 'observedGeneration');
}

/**
 * A Deployment waits for its new pods, then for the old ones to go, then for the new ones to be available; past its deadline it is Degraded.
 * 5 wanted, 2 updated: `Waiting for rollout to finish: 2 out of 5 new replicas have been updated...`
 *
 * Source: gitops-engine/pkg/health/health_deployment.go getAppsv1DeploymentHealth
 */
export function deploymentHealth(deployment: JsonObject): Health {
  if (valueAt(deployment, 'spec', 'paused') === true) return health('Suspended', 'Deployment is paused');
  const waiting = (why: string): Health => health('Progressing', `Waiting for rollout to finish: ${why}`);
  if (!isObserved(deployment)) return waiting('observed deployment generation less than desired generation');
  const progressing = objectsAt(deployment, 'status', 'conditions').find(({ type }) => type === 'Progressing');
  if (progressing?.['reason'] === 'ProgressDeadlineExceeded') {
    const name = textAt(deployment, 'metadata', 'name') ?? '';
    return health('Degraded', `Deployment "${name}" exceeded its progress deadline`);
  }
  const wanted = numberAt(deployment, 'spec', 'replicas');
  const updated = count(deployment, 'updatedReplicas');
  const available = count(deployment, 'availableReplicas');
  const old = count(deployment, 'replicas') - updated;
  if (wanted !== undefined && updated < wanted) {
    return waiting(`${updated} out of ${wanted} new replicas have been updated...`);
  }
  if (old > 0) return waiting(`${old} old replicas are pending termination...`);
  return available < updated
    ? waiting(`${available} of ${updated} updated replicas are available...`)
    : health('Healthy');
}

/** Source: gitops-engine/pkg/health/health_replicaset.go getAppsv1ReplicaSetHealth */
export function replicaSetHealth(replicaSet: JsonObject): Health {
  const waiting = (why: string): Health => health('Progressing', `Waiting for rollout to finish: ${why}`);
  if (!isObserved(replicaSet)) return waiting('observed replica set generation less than desired generation');
  const failure = objectsAt(replicaSet, 'status', 'conditions').find(({ type }) => type === 'ReplicaFailure');
  if (failure?.['status'] === 'True') return health('Degraded', textAt(failure, 'message') ?? '');
  const wanted = numberAt(replicaSet, 'spec', 'replicas');
  const available = count(replicaSet, 'availableReplicas');
  return wanted !== undefined && available < wanted
    ? waiting(`${available} out of ${wanted} new replicas are available...`)
    : health('Healthy');
}

/** Source: gitops-engine/pkg/health/health_job.go getBatchv1JobHealth */
export function jobHealth(job: JsonObject): Health {
  let complete = false;
  let suspended = false;
  let failure: string | undefined;
  let message = '';
  for (const condition of objectsAt(job, 'status', 'conditions')) {
    const said = textAt(condition, 'message') ?? '';
    if (condition['type'] === 'Failed') failure = said;
    else if (condition['type'] === 'Complete' || condition['type'] === 'Suspended') message = said;
    else continue;
    complete = true;
    suspended ||= condition['type'] === 'Suspended' && condition['status'] === 'True';
  }
  if (!complete) return health('Progressing');
  if (failure !== undefined) return health('Degraded', failure);
  return suspended ? health('Suspended') : health('Healthy', message);
}
