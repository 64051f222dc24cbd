import { deepEqual } from '../../api/equality.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { controllerOf, specReplicas } from '../../api/rollouts/replica-sets.ts';
import { type FindingRule, perRollout } from '../finding.ts';

export const selectorChanged: FindingRule = {
  id: 'finding.selector.changed',
  title: 'A changed selector leaves the old pods behind',
  statement:
    'With another selector the rollout no longer owns its old ReplicaSets: the new version counts as a first deployment, without steps, and the old pods run on without an owner.',
  template: '{name} got another selector: {pods} pods of the old one run on, and nobody scales them down',
  severity: 'trap',
  source: 'rollout/controller.go getReplicaSetsForRollouts, kubernetes: controller_ref_manager.go',
  upstream: 'argoproj/argo-rollouts#4070',
  example: {
    inputs: { name: 'shop', pods: 4 },
    text: 'shop got another selector: 4 pods of the old one run on, and nobody scales them down',
  },
  absorbs: ['finding.initialDeploy.again'],
  find: perRollout(({ writes, object, endMs }, run) =>
    writes.flatMap(({ atMs, seq, before, after }) => {
      if (before === undefined || deepEqual(before.spec.selector, after.spec.selector)) return [];
      const orphans = run
        .at(endMs)
        .list(REPLICA_SET, object.namespace)
        .filter((set) => controllerOf(set) === undefined && (set.metadata.name ?? '').startsWith(`${object.name}-`));
      const pods = orphans.reduce((sum, set) => sum + specReplicas(set), 0);
      const inputs = { name: object.name, pods };
      return pods === 0
        ? []
        : [{ atMs, lastSeq: seq, field: 'spec.selector', inputs, evidence: [seq], cost: { pods } }];
    }),
  ),
};
