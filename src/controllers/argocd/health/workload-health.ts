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

/**
 * A StatefulSet waits for its pods to be ready, then for the revision of the update; with a partition only for the pods above it.
 *
 * Source: gitops-engine/pkg/health/health_statefulset.go getAppsv1StatefulSetHealth
 */
export function statefulSetHealth(statefulSet: JsonObject): Health {
  if (count(statefulSet, 'observedGeneration') === 0 || !isObserved(statefulSet)) {
    return health('Progressing', 'Waiting for statefulset spec update to be observed...');
  }
  const wanted = numberAt(statefulSet, 'spec', 'replicas');
  const ready = count(statefulSet, 'readyReplicas');
  const updated = count(statefulSet, 'updatedReplicas');
  if (wanted !== undefined && ready < wanted) {
    return health('Progressing', `Waiting for ${wanted - ready} pods to be ready...`);
  }
  const type = textAt(statefulSet, 'spec', 'updateStrategy', 'type');
  if (type === 'RollingUpdate' && valueAt(statefulSet, 'spec', 'updateStrategy', 'rollingUpdate') !== undefined) {
    const partition = numberAt(statefulSet, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
    if (wanted !== undefined && partition !== undefined && updated < wanted - partition) {
      const progress = `${updated} out of ${wanted - partition} new pods have been updated...`;
      return health('Progressing', `Waiting for partitioned roll out to finish: ${progress}`);
    }
    return health('Healthy', `partitioned roll out complete: ${updated} new pods have been updated...`);
  }
  if (type === 'OnDelete') return health('Healthy', `statefulset has ${ready} ready pods`);
  const current = textAt(statefulSet, 'status', 'currentRevision') ?? '';
  const update = textAt(statefulSet, 'status', 'updateRevision') ?? '';
  if (update !== current) {
    const progress = `${updated} pods at revision ${update}...`;
    return health('Progressing', `waiting for statefulset rolling update to complete ${progress}`);
  }
  const pods = count(statefulSet, 'currentReplicas');
  return health('Healthy', `statefulset rolling update complete ${pods} pods at revision ${current}...`);
}

/** Source: gitops-engine/pkg/health/health_daemonset.go getAppsv1DaemonSetHealth */
export function daemonSetHealth(daemonSet: JsonObject): Health {
  if (!isObserved(daemonSet)) {
    const why = 'observed daemon set generation less than desired generation';
    return health('Progressing', `Waiting for rollout to finish: ${why}`);
  }
  const desired = count(daemonSet, 'desiredNumberScheduled');
  const updated = count(daemonSet, 'updatedNumberScheduled');
  const available = count(daemonSet, 'numberAvailable');
  if (textAt(daemonSet, 'spec', 'updateStrategy', 'type') === 'OnDelete') {
    return health('Healthy', `daemon set ${updated} out of ${desired} new pods have been updated`);
  }
  const name = JSON.stringify(textAt(daemonSet, 'metadata', 'name') ?? '');
  const waiting = (why: string): Health =>
    health('Progressing', `Waiting for daemon set ${name} rollout to finish: ${why}`);
  if (updated < desired) return waiting(`${updated} out of ${desired} new pods have been updated...`);
  return available < desired ? waiting(`${available} of ${desired} updated pods are available...`) : health('Healthy');
}

/**
 * A CronJob is Degraded only if it is known that its last run has failed: no pod of it runs, and it succeeded before it was scheduled last.
 *
 * Source: resource_customizations/batch/CronJob/health.lua
 */
export function cronJobHealth(cronJob: JsonObject): Health {
  if (valueAt(cronJob, 'spec', 'suspend') === true) return health('Healthy', 'CronJob is Suspended');
  if (valueAt(cronJob, 'status') === undefined) return health('Progressing', 'Waiting for CronJob');
  const scheduled = textAt(cronJob, 'status', 'lastScheduleTime');
  const succeeded = textAt(cronJob, 'status', 'lastSuccessfulTime');
  if (scheduled === undefined) return health('Healthy', 'CronJob has not been scheduled yet');
  if (succeeded === undefined) {
    return health('Healthy', 'The CronJob never completed successfully. It may not be healthy');
  }
  if (objectsAt(cronJob, 'status', 'active').length > 0) {
    return health('Healthy', 'The job is running. Its last execution may not have been successful');
  }
  return succeeded < scheduled
    ? health('Degraded', 'CronJob has not completed its last execution successfully')
    : health('Healthy', 'CronJob has completed its last execution successfully');
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
