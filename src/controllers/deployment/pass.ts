import type { ControllerEnv } from '../../api/controller.ts';
import type { Because } from '../../api/reason.ts';
import { DEPLOYMENT, REPLICA_SET } from '../../api/resources.ts';
import { specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../../api/shape/apps.ts';
import type { TemplateHash } from './hash.ts';
import type { PlannedSize } from './proportion.ts';
import { resized, scaleMessage } from './scale.ts';

/** One sync of a deployment. */
export interface Pass {
  readonly env: ControllerEnv;
  readonly templateHash: TemplateHash;
  /** Has the deployment looked at again after a while, for its deadline; 'soon' is the shortest back-off. */
  readonly waitForDeadline: (delayMs: number | 'soon' | undefined) => void;
  /**
   * The deployment as it was read, with what this pass changed. It never takes over what a write returned: a second write in one pass is refused
   * for its stale version, and the next pass goes on from there.
   */
  deployment: Deployment;
}

export function writeStatus(pass: Pass, status: DeploymentStatus, because: readonly Because[] = []): void {
  pass.deployment = { ...pass.deployment, status };
  pass.env.api.updateStatus(DEPLOYMENT, pass.deployment, { because });
}

export interface Scaled {
  readonly replicaSet: ReplicaSet;
  /** Whether its size changed. */
  readonly scaled: boolean;
}

/** Gives a ReplicaSet its size and tells of it. Source: sync.go scaleReplicaSet. */
export function applySize(pass: Pass, plan: PlannedSize, because: readonly Because[]): Scaled {
  const { env, deployment } = pass;
  const wanted = resized(deployment, plan);
  if (wanted === plan.replicaSet) return { replicaSet: wanted, scaled: false };
  const replicaSet = env.api.update(REPLICA_SET, wanted, { because });
  const scaled = specReplicas(plan.replicaSet) !== plan.replicas;
  if (scaled) env.recorder.event(deployment, 'Normal', 'ScalingReplicaSet', scaleMessage(plan));
  return { replicaSet, scaled };
}
