import { isNotFound } from '../../api/errors.ts';
import { from } from '../../api/reason.ts';
import { POD, REPLICA_SET } from '../../api/resources.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import { labelSelectorAsSelector } from '../../api/selector.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { PodTemplateMetadata } from '../../api/shape/meta.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import {
  parseExistingPodMetadata,
  syncEphemeralPodMetadata,
  syncReplicaSetEphemeralPodMetadata,
} from './decide/ephemeral-metadata.ts';
import { ephemeralMetadata } from './rules/scaling.ts';

/** Puts the metadata of each side on its ReplicaSet and pods, and takes it off all others. Source: rollout/ephemeralmetadata.go reconcileEphemeralMetadata. */
export function reconcileEphemeralMetadata(context: RolloutContext): void {
  const { rollout, newRS, stableRS, otherRSs } = context;
  const { blueGreen, canary } = rollout.spec.strategy;
  const ofNew = canary === undefined ? blueGreen?.previewMetadata : canary.canaryMetadata;
  const ofStable = canary === undefined ? blueGreen?.activeMetadata : canary.stableMetadata;
  const stableHash = rollout.status.stableRS ?? '';
  if (stableHash === '' || stableHash === getPodTemplateHash(newRS)) {
    syncEphemeralMetadata(context, newRS, ofStable, 'stable');
  } else {
    syncEphemeralMetadata(context, newRS, ofNew, 'new');
    syncEphemeralMetadata(context, stableRS, ofStable, 'stable');
  }
  for (const rs of otherRSs) syncEphemeralMetadata(context, rs, undefined, 'older');
}

/** First the ReplicaSet, so that pods made meanwhile have it, then its pods. Source: rollout/ephemeralmetadata.go syncEphemeralMetadata. */
function syncEphemeralMetadata(
  context: RolloutContext,
  rs: ReplicaSet | undefined,
  wanted: PodTemplateMetadata | undefined,
  side: string,
): void {
  if (rs === undefined) return;
  const existing = parseExistingPodMetadata(rs);
  if (existing === undefined && wanted === undefined) return;
  const { api } = context.base.env;
  const because = [() => ephemeralMetadata.because({ side: from('spec.strategy', side) })];
  const modified = syncReplicaSetEphemeralPodMetadata(rs, wanted);
  if (modified !== undefined) api.update(REPLICA_SET, modified, { because });
  for (const pod of podsOwnedBy(context, rs)) {
    const metadata = syncEphemeralPodMetadata(pod.metadata, existing, wanted);
    if (metadata === undefined) continue;
    try {
      api.update(POD, { ...pod, metadata }, { because });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

/** Source: utils/replicaset/replicaset.go GetPodsOwnedByReplicaSet. */
function podsOwnedBy(context: RolloutContext, rs: ReplicaSet): readonly Pod[] {
  const pods = context.base.env.api.list(POD, namespaceOf(context), labelSelectorAsSelector(rs.spec.selector));
  return pods.filter(({ metadata }) => (metadata.ownerReferences ?? []).some(({ uid }) => uid === rs.metadata.uid));
}
