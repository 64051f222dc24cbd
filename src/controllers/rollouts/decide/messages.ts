/**
 * Messages of rollout conditions and events; those that carry values are functions. Their reasons are in src/api/rollouts/conditions.ts.
 * Source: utils/conditions/conditions.go.
 */

/** What an analysis that aborts the update is called, by its type. Source: rollout/analysis.go reconcileAnalysisRuns. */
export const ANALYSIS_FAILED: ReadonlyMap<string, string> = new Map([
  ['Step', 'Step-based analysis phase error/failed'],
  ['Background', 'Background analysis phase error/failed'],
  ['PrePromotion', 'Blue/green pre-promotion analysis phase error/failed'],
  ['PostPromotion', 'Blue/green post-promotion analysis phase error/failed'],
]);

/** Source: rollout/experiment.go reconcileExperiments. */
export const EXPERIMENT_FAILED = 'Experiment analysis phase is error/failed';

/** Why an update is aborted, as conditions say it. */
export function abortText(failed: string, message: string): string {
  return message === '' ? failed : `${failed}: ${message}`;
}

export const MESSAGE = {
  available: 'Rollout has minimum availability',
  notAvailable: 'Rollout does not have minimum availability',
  rolloutHealthy: 'Rollout is healthy',
  rolloutNotHealthy: 'Rollout is not healthy',
  rolloutPaused: 'Rollout is paused',
  rolloutResumed: 'Rollout is resumed',
  rolloutRetry: 'Retrying Rollout after abort',
  rollbackToStable: 'Rollback to stable ReplicaSets',
  rollbackWithinWindow: 'Rollback to active ReplicaSets within RollbackWindow',
  analysisRunFailed: (run: string, rollout: string): string =>
    `AnalysisRun '${run}' owned by the Rollout '"${rollout}"' failed.`,
  createdReplicaSet: (name: string, revision: number): string => `Created ReplicaSet ${name} (revision ${revision})`,
  experimentFailed: (experiment: string, rollout: string): string =>
    `Experiment '${experiment}' owned by the Rollout '"${rollout}"' has timed out.`,
  failedRSCreate: (name: string, error: string): string => `Failed to create new replica set "${name}": ${error}`,
  foundNewRS: (name: string): string => `Found new replica set "${name}"`,
  missingField: (field: string): string => `Rollout has missing field '${field}'`,
  newReplicaSet: (name: string): string => `Created new replica set "${name}"`,
  pausedFor: (reason: string): string => `Rollout is paused (${reason})`,
  reconciliationError: (error: string): string => `Reconciliation failed with error: ${error}`,
  replicaSetCompleted: (name: string): string => `ReplicaSet "${name}" has successfully progressed.`,
  replicaSetProgressing: (name: string): string => `ReplicaSet "${name}" is progressing.`,
  replicaSetTimedOut: (name: string): string => `ReplicaSet "${name}" has timed out progressing.`,
  rolloutAborted: (revision: number): string => `Rollout aborted update to revision ${revision}`,
  rolloutCompleted: (revision: number, hash: string, why: string): string =>
    `Rollout completed update to revision ${revision} (${hash}): ${why}`,
  rolloutDeleted: (namespace: string, name: string): string => `Rollout ${namespace}/${name} is deleted.`,
  rolloutNotCompleted: (revision: number, hash: string): string =>
    `Rollout not completed, started update to revision ${revision} (${hash})`,
  rolloutProgressing: (name: string): string => `Rollout "${name}" is progressing.`,
  rolloutTimedOut: (name: string): string => `Rollout "${name}" has timed out progressing.`,
  rolloutUpdated: (revision: string): string => `Rollout updated to revision ${revision}`,
  scalingReplicaSet: (direction: string, name: string, revision: number, before: number, after: number): string =>
    `Scaled ${direction} ReplicaSet ${name} (revision ${revision}) from ${before} to ${after}`,
  serviceManagedByAnother: (name: string): string => `Service "${name}" is managed by another Rollout`,
  stepCompleted: (done: number, of: number, step: string): string => `Rollout step ${done}/${of} completed (${step})`,
  stepPluginAborted: (name: string, step: number, message: string): string =>
    `Step plugin ${name} (step ${step}) aborted (${message})`,
  stepPluginRan: (name: string, step: number, phase: string): string =>
    `Step plugin ${name} (step ${step}) transitioned to ${phase}`,
  stepPluginTerminated: (name: string, step: number, message: string): string =>
    `Step plugin ${name} (step ${step}) terminated (${message})`,
  trafficWeightUpdated: (details: string): string => `Traffic weight updated ${details}`,
  weightVerifyError: (error: string): string => `Failed to verify weight: ${error}`,
} as const;
