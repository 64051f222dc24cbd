import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { formatSpan } from '../../text/durations.ts';
import { trafficCost } from '../costs.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const blueGreenResized: FindingRule = {
  id: 'finding.blueGreen.resized',
  title: 'A new size reaches the active version before the promotion',
  statement:
    'spec.replicas belongs to the rollout and not to a revision: an apply that changes the image and the replicas scales the active ReplicaSet at once, while all users are still on it.',
  template:
    'the active version of {name} was scaled {from}→{to} by the apply of the new one, {ahead} before its promotion',
  severity: 'trap',
  source: 'rollout/bluegreen.go reconcileBlueGreenStableReplicaSet',
  upstream: 'argoproj/argo-rollouts#4552',
  example: {
    inputs: { name: 'shop', from: 4, to: 2, ahead: '1m30s' },
    text: 'the active version of shop was scaled 4→2 by the apply of the new one, 1m30s before its promotion',
  },
  find: perRollout(({ instants, writes, endMs }, run) =>
    writes.flatMap(({ atMs, seq, before, after }) => {
      if (before === undefined || after.spec.strategy.blueGreen === undefined) return [];
      const [from, to] = [before.spec.replicas ?? 1, after.spec.replicas ?? 1];
      if (to >= from || !isTemplateChange(before, after) || before.status.stableRS === undefined) return [];
      const promoted = instants.find((instant) => instant.atMs > atMs && isFullyPromoted(instant.rollout));
      const toMs = promoted?.atMs ?? endMs;
      if (toMs - atMs < 1000) return [];
      const object = {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        namespace: after.metadata.namespace ?? 'default',
        name: nameOf(after),
      };
      return [
        {
          atMs,
          lastSeq: seq,
          field: 'spec.replicas',
          inputs: { name: nameOf(after), from, to, ahead: formatSpan(toMs - atMs) },
          evidence: [seq],
          cost: trafficCost(run, object, atMs, toMs),
          fix: { text: 'change the size in an apply of its own, after the promotion' },
        },
      ];
    }),
  ),
};

function isTemplateChange(before: Rollout, after: Rollout): boolean {
  return JSON.stringify(before.spec.template) !== JSON.stringify(after.spec.template);
}
