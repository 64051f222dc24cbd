/** Labels, annotations and reasons of Deployments. Source: pkg/controller/deployment/util/deployment_util.go, k8s.io/api/apps/v1/types.go. */
export const DEPLOYMENT_HASH_LABEL = 'pod-template-hash';
export const DEPLOYMENT_REVISION = 'deployment.kubernetes.io/revision';
export const DEPLOYMENT_REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DEPLOYMENT_DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const DEPLOYMENT_MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const DEPLOYMENT_ROLLBACK_TO = 'deprecated.deployment.rollback.to';
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Why a revision was made, for its history. Source: k8s.io/kubectl/pkg/polymorphichelpers/history.go. */
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';
/** Changed to have all pods made anew. Source: k8s.io/kubectl/pkg/polymorphichelpers/objectrestarter.go. */
export const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** Reasons of the condition Progressing. */
export const REPLICA_SET_UPDATED = 'ReplicaSetUpdated';
export const REPLICA_SET_CREATE_ERROR = 'ReplicaSetCreateError';
export const NEW_REPLICA_SET_CREATED = 'NewReplicaSetCreated';
export const FOUND_NEW_REPLICA_SET = 'FoundNewReplicaSet';
export const NEW_REPLICA_SET_AVAILABLE = 'NewReplicaSetAvailable';
export const PROGRESS_DEADLINE_EXCEEDED = 'ProgressDeadlineExceeded';
export const DEPLOYMENT_PAUSED = 'DeploymentPaused';
export const DEPLOYMENT_RESUMED = 'DeploymentResumed';

/** Reasons of the condition Available. */
export const MINIMUM_REPLICAS_AVAILABLE = 'MinimumReplicasAvailable';
export const MINIMUM_REPLICAS_UNAVAILABLE = 'MinimumReplicasUnavailable';
