/** Annotations of Argo CD and of kubectl. Source: gitops-engine/pkg/sync/common/types.go, common/common.go, util/argo/resource_tracking.go. */
export const TRACKING_ID_ANNOTATION = 'argocd.argoproj.io/tracking-id';
export const REFRESH_ANNOTATION = 'argocd.argoproj.io/refresh';
export const SYNC_WAVE_ANNOTATION = 'argocd.argoproj.io/sync-wave';
export const HOOK_ANNOTATION = 'argocd.argoproj.io/hook';
export const HOOK_DELETE_POLICY_ANNOTATION = 'argocd.argoproj.io/hook-delete-policy';
export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';
export const COMPARE_OPTIONS_ANNOTATION = 'argocd.argoproj.io/compare-options';
export const IGNORE_HEALTHCHECK_ANNOTATION = 'argocd.argoproj.io/ignore-healthcheck';
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
export const DELETION_APPROVED_ANNOTATION = 'argocd.argoproj.io/deletion-approved';
