import { isJsonArray, isJsonObject, type JsonObject } from '../../../api/json.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Service } from '../../../api/shape/core.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';

/** The hash that a Service selects; empty for none. Source: utils/service/service.go GetRolloutSelectorLabel. */
export function getRolloutSelectorLabel(service: Service | undefined): string {
  return service?.spec.selector?.[POD_TEMPLATE_HASH_LABEL] ?? '';
}

/** Hashes that the subsets of an Istio DestinationRule select. Source: rollout/replicaset.go subsetReferencesHash. */
export function destinationRuleHashes(destinationRule: JsonObject | undefined): readonly string[] {
  const spec = destinationRule?.['spec'];
  const subsets = isJsonObject(spec) ? spec['subsets'] : undefined;
  if (!isJsonArray(subsets)) return [];
  return subsets.flatMap((subset) => {
    const labels = isJsonObject(subset) ? subset['labels'] : undefined;
    const hash = isJsonObject(labels) ? labels[POD_TEMPLATE_HASH_LABEL] : undefined;
    return typeof hash === 'string' ? [hash] : [];
  });
}

/**
 * Whether anything still points at a ReplicaSet: the status (stable, current, selectors, weights), the strategy's Services (but not ping and
 * pong), or a DestinationRule. Then it may be neither scaled to zero nor deleted. Source: rollout/replicaset.go isReplicaSetReferenced.
 */
export function isReplicaSetReferenced(
  rollout: Rollout,
  rs: ReplicaSet,
  findService: (name: string) => Service | undefined,
  subsetHashes: readonly string[],
): boolean {
  const hash = getPodTemplateHash(rs);
  if (hash === '') return false;
  const { status } = rollout;
  const { blueGreen, canary } = rollout.spec.strategy;
  const recorded = [
    status.stableRS,
    status.currentPodHash,
    status.blueGreen.activeSelector,
    status.blueGreen.previewSelector,
    status.canary.weights?.canary.podTemplateHash,
    status.canary.weights?.stable.podTemplateHash,
  ];
  if (recorded.includes(hash) || subsetHashes.includes(hash)) return true;
  const names =
    canary === undefined
      ? [blueGreen?.activeService, blueGreen?.previewService]
      : [canary.canaryService, canary.stableService];
  return names.some((name) => name !== undefined && name !== '' && getRolloutSelectorLabel(findService(name)) === hash);
}
