import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const oldStaysForEver: FindingRule = {
  id: 'finding.scaleDownDelay.zero',
  title: 'A scale-down delay of 0 means never',
  statement:
    'With scaleDownDelaySeconds: 0 an old ReplicaSet gets no deadline, and without one it is never scaled down; the controller calls itself again without pause. scaleDownDelayRevisionLimit: 0 does what 0 is expected to do.',
  template: '{replicaSet} of {name} keeps its pods for ever: scaleDownDelaySeconds is 0',
  severity: 'waste',
  source: 'rollout/replicaset.go scaleDownDelayHelper, addScaleDownDelay',
  upstream: 'argoproj/argo-rollouts#1992',
  example: {
    inputs: { name: 'shop', replicaSet: 'shop-5cd66ff7ff' },
    text: 'shop-5cd66ff7ff of shop keeps its pods for ever: scaleDownDelaySeconds is 0',
  },
  find: perRollout((history) => {
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
  }),
};
