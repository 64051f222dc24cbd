import { maxTrafficWeight } from '../../api/rollouts/defaults.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { replicaSetsOf } from '../../timeline/facts/rollouts.ts';
import { type FindingRule, type FindingRun, perRollout, type RolloutOccurrence } from '../finding.ts';
import type { RolloutHistory } from '../rollout-history.ts';

export const weightOutOfRange: FindingRule = {
  id: 'finding.weight.outOfRange',
  title: 'A weight above the whole, or below zero',
  statement:
    'With dynamicStableScale the weight follows the pods that are available: more canary pods than spec.replicas give a weight above 100, and the other version what is missing. Istio and most other routers refuse such weights.',
  template: '{name} was given the weights {canary} for the canary and {stable} for stable',
  severity: 'stuck',
  source: 'rollout/trafficrouting.go calculateWeightBasedOnPods (reconcileTrafficRouting)',
  upstream: 'argoproj/argo-rollouts#4424',
  example: {
    inputs: { name: 'shop', canary: 200, stable: -100 },
    text: 'shop was given the weights 200 for the canary and -100 for stable',
  },
  absorbs: ['finding.reconcile.fails'],
  find: perRollout((history, run) => [
    ...history.writes.flatMap(({ atMs, seq, after }) => {
      const { weights } = after.status.canary;
      const max = maxTrafficWeight(after);
      if (weights === undefined || (weights.canary.weight <= max && weights.stable.weight >= 0)) return [];
      return [outOfRange(history, atMs, seq, weights.canary.weight, weights.stable.weight)];
    }),
    ...run.timeline.entries.flatMap((entry) => {
      if (entry.kind !== 'failure' || entry.tries < 2 || entry.object.name !== history.object.name) return [];
      const canary = weightByPods(history, run, entry.atMs);
      const max = weightLimit(history);
      return canary > max ? [outOfRange(history, entry.atMs, entry.seq, canary, max - canary)] : [];
    }),
  ]),
};

/** The weight that dynamicStableScale gives the canary by its available pods: 2 pods of a rollout of 1 are 200. */
function weightByPods({ instants, object }: RolloutHistory, run: FindingRun, atMs: number): number {
  const rollout = instants.findLast((instant) => instant.atMs <= atMs)?.rollout;
  const replicas = rollout?.spec.replicas ?? 1;
  if (rollout?.spec.strategy.canary?.dynamicStableScale !== true || replicas === 0) return 0;
  const canary = replicaSetsOf(run.at(atMs), object).find(
    (set) => set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === rollout.status.currentPodHash,
  );
  return Math.floor(((canary?.status.availableReplicas ?? 0) * maxTrafficWeight(rollout)) / replicas);
}

function weightLimit({ instants }: RolloutHistory): number {
  const last = instants.at(-1);
  return last === undefined ? 100 : maxTrafficWeight(last.rollout);
}

function outOfRange(
  { object }: RolloutHistory,
  atMs: number,
  seq: number,
  canary: number,
  stable: number,
): RolloutOccurrence {
  return {
    atMs,
    lastSeq: seq,
    field: 'spec.strategy.canary.dynamicStableScale',
    inputs: { name: object.name, canary, stable },
    evidence: [seq],
    fix: {
      text: 'remove dynamicStableScale, or do not scale the canary above spec.replicas',
      set: [{ object, path: 'spec.strategy.canary.dynamicStableScale', value: null }],
    },
  };
}
