import { isNotFound } from '../../api/errors.ts';
import { nothing } from '../../api/input-functions.ts';
import type { RuleInput, Write } from '../../api/reason.ts';
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
import { metadataText, withSideMetadata } from './rules/functions.ts';
import { EPHEMERAL_METADATA, strategyPath } from './rules/inputs.ts';
import { ephemeralPod, ephemeralRemembered, ephemeralTemplate } from './rules/scaling.ts';

/** Puts the metadata of each side on its ReplicaSet and pods, and takes it off all others. Source: rollout/ephemeralmetadata.go reconcileEphemeralMetadata. */
export function reconcileEphemeralMetadata(context: RolloutContext): void {
  const { rollout, newRS, stableRS, otherRSs } = context;
  const { blueGreen, canary } = rollout.spec.strategy;
  const ofNew = canary === undefined ? blueGreen?.previewMetadata : canary.canaryMetadata;
  const ofStable = canary === undefined ? blueGreen?.activeMetadata : canary.stableMetadata;
  const stableHash = rollout.status.stableRS ?? '';
  const [newField, stableField] =
    canary === undefined ? ['previewMetadata', 'activeMetadata'] : ['canaryMetadata', 'stableMetadata'];
  const field = (name: string) => (write: Write) => write.of(rollout, `${strategyPath(rollout)}.${name}`);
  if (stableHash === '' || stableHash === getPodTemplateHash(newRS)) {
    syncEphemeralMetadata(context, newRS, ofStable, field(stableField));
  } else {
    syncEphemeralMetadata(context, newRS, ofNew, field(newField));
    syncEphemeralMetadata(context, stableRS, ofStable, field(stableField));
  }
  for (const rs of otherRSs) syncEphemeralMetadata(context, rs, undefined, () => nothing.of());
}

/** First the ReplicaSet, so that pods made meanwhile have it, then its pods. Source: rollout/ephemeralmetadata.go syncEphemeralMetadata. */
function syncEphemeralMetadata(
  context: RolloutContext,
  rs: ReplicaSet | undefined,
  wanted: PodTemplateMetadata | undefined,
  read: (write: Write) => RuleInput,
): void {
  if (rs === undefined) return;
  const existing = parseExistingPodMetadata(rs);
  if (existing === undefined && wanted === undefined) return;
  const { api } = context.base.env;
  const remembered = (write: Write): RuleInput => write.of(rs, EPHEMERAL_METADATA);
  const because = [
    ephemeralTemplate.because((write) => ({
      metadata: withSideMetadata.of(write.before('spec.template.metadata'), remembered(write), read(write)),
    })),
    ephemeralRemembered.because((write) => ({ metadata: metadataText.of(read(write)) })),
  ];
  const becauseOfPod = ephemeralPod.because((write) => ({
    metadata: withSideMetadata.of(write.before('metadata'), remembered(write), read(write)),
  }));
  const modified = syncReplicaSetEphemeralPodMetadata(rs, wanted);
  if (modified === undefined && !context.base.env.reference.has('pods-always-get-metadata')) return;
  if (modified !== undefined) api.update(REPLICA_SET, modified, { because });
  for (const pod of podsOwnedBy(context, rs)) {
    const metadata = syncEphemeralPodMetadata(pod.metadata, existing, wanted);
    if (metadata === undefined) continue;
    try {
      api.update(POD, { ...pod, metadata }, { because: [becauseOfPod] });
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
