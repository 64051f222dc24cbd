import type { Rollout } from '../../../api/shape/rollout.ts';

/** Whether the wanted pod template is the stable one. Source: utils/rollout/rolloututil.go IsFullyPromoted. */
export function isFullyPromoted(rollout: Rollout): boolean {
  return (rollout.status.stableRS ?? '') === (rollout.status.currentPodHash ?? '');
}
