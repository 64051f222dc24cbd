/** Icons of states. Source: pkg/kubectl-argo-rollouts/info/info.go. */
export const ICON = {
  waiting: '◷',
  progressing: '◌',
  warning: '⚠',
  unknown: '?',
  ok: '✔',
  bad: '✖',
  paused: '॥',
  neutral: '•',
  none: ' ',
} as const;

/** Icons of kinds. Source: pkg/kubectl-argo-rollouts/cmd/get/get.go. */
export const KIND_ICON = {
  rollout: '⟳',
  revision: '#',
  replicaSet: '⧉',
  pod: '□',
  job: '⊞',
  experiment: 'Σ',
  analysisRun: 'α',
} as const;

/** Source: pkg/kubectl-argo-rollouts/info/rollout_info.go rolloutIcon. */
export function rolloutIcon(phase: string): string {
  switch (phase) {
    case 'Progressing':
      return ICON.progressing;
    case 'Paused':
      return ICON.paused;
    case 'Healthy':
      return ICON.ok;
    case 'Degraded':
      return ICON.bad;
    default:
      return ICON.none;
  }
}

/** Source: pkg/kubectl-argo-rollouts/info/replicaset_info.go replicaSetIcon. */
export function replicaSetIcon(health: string): string {
  switch (health) {
    case 'Progressing':
      return ICON.progressing;
    case 'Healthy':
      return ICON.ok;
    case 'ReplicaFailure':
      return ICON.bad;
    case 'ScaledDown':
      return ICON.neutral;
    default:
      return ICON.none;
  }
}

/** Source: pkg/kubectl-argo-rollouts/info/experiment_info.go analysisIcon. */
export function analysisIcon(phase: string): string {
  switch (phase) {
    case 'Successful':
      return ICON.ok;
    case 'Inconclusive':
      return ICON.unknown;
    case 'Failed':
      return ICON.bad;
    case 'Error':
      return ICON.warning;
    case 'Running':
      return ICON.progressing;
    case 'Pending':
      return ICON.waiting;
    default:
      return ICON.none;
  }
}

/** Source: pkg/kubectl-argo-rollouts/info/pod_info.go podIcon. */
export function podIcon(status: string): string {
  if (status.startsWith('Init:')) return ICON.progressing;
  if (status.startsWith('Signal:') || status.startsWith('ExitCode:')) return ICON.bad;
  if (status.endsWith('Error') || status.startsWith('Err')) return ICON.warning;
  switch (status) {
    case 'Pending':
    case 'Terminating':
    case 'ContainerCreating':
      return ICON.progressing;
    case 'Running':
    case 'Completed':
      return ICON.ok;
    case 'Failed':
    case 'InvalidImageName':
    case 'CrashLoopBackOff':
      return ICON.bad;
    case 'ImagePullBackOff':
    case 'RegistryUnavailable':
      return ICON.warning;
    case 'Unknown':
      return ICON.unknown;
    default:
      return ICON.none;
  }
}
