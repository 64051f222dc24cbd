/** Labels and annotations of the reference. Source: pkg/apis/rollouts/v1alpha1/types.go, utils/annotations/annotations.go. */
export const POD_TEMPLATE_HASH_LABEL = 'rollouts-pod-template-hash';
export const REVISION_ANNOTATION = 'rollout.argoproj.io/revision';
export const REVISION_HISTORY_ANNOTATION = 'rollout.argoproj.io/revision-history';
export const DESIRED_REPLICAS_ANNOTATION = 'rollout.argoproj.io/desired-replicas';
export const WORKLOAD_GENERATION_ANNOTATION = 'rollout.argoproj.io/workload-generation';
export const EPHEMERAL_METADATA_ANNOTATION = 'rollout.argoproj.io/ephemeral-metadata';
export const NOTIFICATION_ANNOTATION = 'notified.notifications.argoproj.io';
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
export const SCALE_DOWN_DEADLINE_ANNOTATION = 'scale-down-deadline';
export const MANAGED_BY_ANNOTATION = 'argo-rollouts.argoproj.io/managed-by-rollouts';

/** Reasons of entries in status.pauseConditions. */
export const PAUSE_REASON_CANARY_STEP = 'CanaryPauseStep';
export const PAUSE_REASON_BLUE_GREEN = 'BlueGreenPause';
export const PAUSE_REASON_INCONCLUSIVE_ANALYSIS = 'InconclusiveAnalysisRun';
export const PAUSE_REASON_INCONCLUSIVE_EXPERIMENT = 'InconclusiveExperiment';

export type ConditionType =
  'InvalidSpec' | 'Available' | 'Progressing' | 'ReplicaFailure' | 'Paused' | 'Completed' | 'Healthy';

export type RolloutPhase = 'Healthy' | 'Degraded' | 'Progressing' | 'Paused';
