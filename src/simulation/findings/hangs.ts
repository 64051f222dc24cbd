import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { Occurrence, RolloutHistory, HistoryInstant } from './rollout-history.ts';
import { type FindingRule, findingRule } from './rule.ts';

/** A state that lasts this long without a change is a hang, not a wait. */
const HANG_MS = 60_000;

function nameOf({ metadata }: Rollout): string {
  return metadata.name ?? '';
}

/** The instants from which a rollout stays in a state, for so long that nothing will end it. */
function hangs(
  history: RolloutHistory,
  isIn: (instant: HistoryInstant) => boolean,
  inputs: (instant: HistoryInstant) => Occurrence['inputs'],
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  let since: HistoryInstant | undefined;
  for (const [index, instant] of history.instants.entries()) {
    if (!isIn(instant)) {
      since = undefined;
      continue;
    }
    since ??= instant;
    const nextMs = history.instants[index + 1]?.atMs ?? history.endMs;
    if (since !== instant || nextMs - instant.atMs < HANG_MS) continue;
    found.push({ atMs: instant.atMs, lastSeq: instant.lastSeq, inputs: inputs(instant) });
  }
  return found;
}

const windowHang = findingRule(
  {
    id: 'finding.rollbackWindow.hang',
    title: 'A blue-green rollback within the window is never switched',
    statement:
      'Within rollbackWindow the pause and the analysis before promotion are skipped, but the active Service still waits for them: the rollout stays in "active service cutover pending" until a full promotion.',
    template: '{name} hangs in "{message}": promote does nothing, promote --full helps',
    source: 'rollout/bluegreen.go syncRolloutStatusBlueGreen, rollout/service.go reconcileActiveService',
    upstream: 'argoproj/argo-rollouts#3304',
    example: {
      inputs: { name: 'shop', message: 'active service cutover pending' },
      text: 'shop hangs in "active service cutover pending": promote does nothing, promote --full helps',
    },
  },
  (history) =>
    hangs(
      history,
      ({ rollout }) =>
        rollout.spec.rollbackWindow !== undefined &&
        rollout.spec.strategy.blueGreen !== undefined &&
        rollout.status.phase === 'Progressing' &&
        rollout.status.message === 'active service cutover pending',
      ({ rollout }) => ({ name: nameOf(rollout), message: rollout.status.message ?? '' }),
    ),
);

const dynamicAbortHang = findingRule(
  {
    id: 'finding.dynamicStableScale.abort',
    title: 'An abort with dynamicStableScale and abortScaleDownDelaySeconds hangs',
    statement:
      'Stable waits for traffic, traffic for stable pods, and the aborted pods for their delay: with both fields set the weight stays between the two versions after an abort.',
    template: '{name} is aborted, yet {weight} of the traffic stays on the aborted version',
    source:
      'rollout/trafficrouting.go calculateDesiredWeightOnAbortOrStableRollback, rollout/replicaset.go reconcileNewReplicaSet',
    upstream: 'argoproj/argo-rollouts#4898',
    example: {
      inputs: { name: 'shop', weight: 50 },
      text: 'shop is aborted, yet 50 of the traffic stays on the aborted version',
    },
  },
  (history) =>
    hangs(
      history,
      ({ rollout }) => {
        const { canary } = rollout.spec.strategy;
        const isConfigured = canary?.dynamicStableScale === true && (canary.abortScaleDownDelaySeconds ?? 0) > 0;
        return isConfigured && rollout.status.abort === true && (rollout.status.canary.weights?.canary.weight ?? 0) > 0;
      },
      ({ rollout }) => ({ name: nameOf(rollout), weight: rollout.status.canary.weights?.canary.weight ?? 0 }),
    ),
);

const oldStaysForEver = findingRule(
  {
    id: 'finding.scaleDownDelay.zero',
    title: 'A scale-down delay of 0 means never',
    statement:
      'With scaleDownDelaySeconds: 0 an old ReplicaSet gets no deadline, and without one it is never scaled down; the controller calls itself again without pause. scaleDownDelayRevisionLimit: 0 does what 0 is expected to do.',
    template: '{replicaSet} of {name} keeps its pods for ever: scaleDownDelaySeconds is 0',
    source: 'rollout/replicaset.go scaleDownDelayHelper, addScaleDownDelay',
    upstream: 'argoproj/argo-rollouts#1992',
    example: {
      inputs: { name: 'shop', replicaSet: 'shop-5cd66ff7ff' },
      text: 'shop-5cd66ff7ff of shop keeps its pods for ever: scaleDownDelaySeconds is 0',
    },
  },
  (history) => {
    const told = new Set<string>();
    return history.instants.flatMap(({ rollout, replicaSets, atMs, lastSeq }) => {
      const { blueGreen, canary } = rollout.spec.strategy;
      const delay = blueGreen === undefined ? canary?.scaleDownDelaySeconds : blueGreen.scaleDownDelaySeconds;
      if (delay !== 0 || !isFullyPromoted(rollout)) return [];
      const old = replicaSets.filter((rs) => getPodTemplateHash(rs) !== rollout.status.stableRS);
      return old.flatMap((rs) => {
        const replicaSet = rs.metadata.name ?? '';
        if (told.has(replicaSet)) return [];
        told.add(replicaSet);
        return [{ atMs, lastSeq, inputs: { name: nameOf(rollout), replicaSet } }];
      });
    });
  },
);

export const HANG_FINDINGS: readonly FindingRule[] = [windowHang, dynamicAbortHang, oldStaysForEver];
