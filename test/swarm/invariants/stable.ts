import { REPLICA_SET, ROLLOUT, SERVICE } from '../../../src/api/resources.ts';
import { controllerOf, getPodTemplateHash, specReplicas } from '../../../src/api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../../src/api/shape/apps.ts';
import type { Rollout } from '../../../src/api/shape/rollout.ts';
import { haltProgress } from '../../../src/controllers/rollouts/decide/pause.ts';
import type { Invariant, Moment, Report } from './invariant.ts';

/** The stable version exists for as long as its rollout, and has the pods that its strategy keeps for it. */
export const stableIsKept: Invariant = {
  name: 'the stable version is kept',
  begin:
    ({ nothingDeleted, onlyImagesChange }, report) =>
    (moment) => {
      forEachRollout(moment, (rollout, own) => {
        const { stableRS, currentPodHash } = rollout.status;
        const name = `Rollout ${rollout.metadata.name}`;
        const stable = own.find((set) => stableRS !== undefined && getPodTemplateHash(set) === stableRS);
        if (stableRS !== undefined && stable === undefined)
          report(`${name}: no ReplicaSet of the stable version ${stableRS}`);
        if (
          currentPodHash !== undefined &&
          nothingDeleted &&
          !own.some((set) => getPodTemplateHash(set) === currentPodHash)
        ) {
          report(`${name}: no ReplicaSet of the current version ${currentPodHash}`);
        }
        if (nothingDeleted && onlyImagesChange && stable !== undefined) checkPods(rollout, stable, own, report);
      });
    },
};

export function forEachRollout(moment: Moment, look: (rollout: Rollout, own: readonly ReplicaSet[]) => void): void {
  const replicaSets = moment.objects.list(REPLICA_SET);
  for (const rollout of moment.objects.list(ROLLOUT)) {
    look(
      rollout,
      replicaSets.filter((set) => controllerOf(set)?.uid === rollout.metadata.uid),
    );
  }
}

/**
 * Source: rollout/bluegreen.go reconcileBlueGreenStableReplicaSet and utils/replicaset/canary.go CalculateReplicaCountsForTrafficRoutedCanary keep the
 * stable ReplicaSet whole; with dynamicStableScale it keeps what its share of the traffic needs; without a router pods move to the canary.
 */
function checkPods(rollout: Rollout, stable: ReplicaSet, own: readonly ReplicaSet[], report: Report): void {
  const { spec, status, metadata } = rollout;
  const replicas = spec.replicas ?? 1;
  const name = `Rollout ${metadata.name}`;
  const isInvalid = status.conditions?.some(({ type }) => type === 'InvalidSpec') ?? false;
  if (isInvalid || replicas === 0) return;
  const total = own.reduce((sum, set) => sum + specReplicas(set), 0);
  if (total === 0) report(`${name}: wants ${replicas} pods, and no ReplicaSet has any`);
  const { canary, blueGreen } = spec.strategy;
  const isUpdate = status.stableRS !== status.currentPodHash;
  // Nothing is scaled while a person or an inconclusive analysis holds the rollout. Source: rollout/context.go haltProgress.
  if (!isUpdate || haltProgress(rollout) !== '') return;
  if (blueGreen !== undefined || (canary?.trafficRouting !== undefined && canary.dynamicStableScale !== true)) {
    if (specReplicas(stable) !== replicas)
      report(`${name}: the stable version has ${specReplicas(stable)} of ${replicas} pods`);
  } else if (canary?.trafficRouting !== undefined && status.canary.weights !== undefined) {
    const { stable: share, canary: other, additional = [] } = status.canary.weights;
    const max = share.weight + other.weight + additional.reduce((sum, { weight }) => sum + weight, 0);
    const needed = Math.ceil((share.weight * replicas) / max);
    if (specReplicas(stable) < needed) {
      report(
        `${name}: ${share.weight} of ${max} go to the stable version, which has ${specReplicas(stable)} of ${needed} pods`,
      );
    }
  }
}

/** The Services of a blue-green lead where its status says. Source: rollout/service.go switchServiceSelector. */
export const servicesAgree: Invariant = {
  name: 'the Services of a blue-green lead where its status says',
  begin:
    ({ nothingDeleted, onlyImagesChange }, report) =>
    (moment) => {
      if (!nothingDeleted || !onlyImagesChange) return;
      forEachRollout(moment, ({ metadata, spec, status }, own) => {
        const { blueGreen } = spec.strategy;
        const { activeSelector } = status.blueGreen;
        if (blueGreen === undefined || activeSelector === undefined) return;
        const namespace = metadata.namespace ?? 'default';
        const service = moment.objects.find(SERVICE, namespace, blueGreen.activeService);
        const selected = service?.spec.selector?.['rollouts-pod-template-hash'];
        const name = `Rollout ${metadata.name}`;
        if (selected !== activeSelector)
          report(`${name}: activeSelector ${activeSelector}, but the Service selects ${selected}`);
        if (!own.some((set) => getPodTemplateHash(set) === activeSelector)) {
          report(`${name}: no ReplicaSet of the active version ${activeSelector}`);
        }
      });
    },
};
