/** Label and annotation keys of the reference. Source: pkg/apis/rollouts/v1alpha1/types.go, utils/annotations/annotations.go. */

/** Label of ReplicaSets, pods and Service selectors that carries the pod-template hash. */
export const DEFAULT_ROLLOUT_UNIQUE_LABEL_KEY = 'rollouts-pod-template-hash';
/** Annotation of a ReplicaSet: when it may be scaled down (RFC 3339). */
export const SCALE_DOWN_DEADLINE_ANNOTATION = 'scale-down-deadline';
/** Annotation of a Service that a rollout has taken over. */
export const MANAGED_BY_ROLLOUTS_KEY = 'argo-rollouts.argoproj.io/managed-by-rollouts';
/** Annotation of ReplicaSets that belong to an Experiment. */
export const EXPERIMENT_NAME_ANNOTATION = 'experiment.argoproj.io/name';

export const REVISION_ANNOTATION = 'rollout.argoproj.io/revision';
export const REVISION_HISTORY_ANNOTATION = 'rollout.argoproj.io/revision-history';
export const DESIRED_REPLICAS_ANNOTATION = 'rollout.argoproj.io/desired-replicas';
export const WORKLOAD_GENERATION_ANNOTATION = 'rollout.argoproj.io/workload-generation';
export const EPHEMERAL_METADATA_ANNOTATION = 'rollout.argoproj.io/ephemeral-metadata';
export const NOTIFICATION_ENGINE_ANNOTATION = 'notified.notifications.argoproj.io';
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
