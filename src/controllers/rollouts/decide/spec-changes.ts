import { podTemplateHash } from '../../../api/reference-types.ts';
import { getPodTemplateHash } from '../../../api/rollouts/replica-sets.ts';
import type { Reference } from '../../../api/reference.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { computeStepHash } from './step-hash.ts';

/** Whether the pod template is another than the status knows. Source: utils/replicaset/replicaset.go CheckPodSpecChange. */
export function checkPodSpecChange(reference: Reference, rollout: Rollout, newRS: ReplicaSet | undefined): boolean {
  const { currentPodHash, collisionCount } = rollout.status;
  if (currentPodHash === undefined) return false;
  const hash =
    newRS === undefined ? podTemplateHash(reference, rollout.spec.template, collisionCount) : getPodTemplateHash(newRS);
  return currentPodHash !== hash;
}

/** Source: utils/replicaset/replicaset.go checkStepHashChange. */
function checkStepHashChange(reference: Reference, rollout: Rollout): boolean {
  const { currentStepHash } = rollout.status;
  return currentStepHash === undefined || currentStepHash !== computeStepHash(reference, rollout);
}

/** Source: utils/replicaset/replicaset.go PodTemplateOrStepsChanged. */
export function podTemplateOrStepsChanged(
  reference: Reference,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
): boolean {
  return checkStepHashChange(reference, rollout) || checkPodSpecChange(reference, rollout, newRS);
}
