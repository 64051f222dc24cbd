import { DEPLOYMENT } from '../../api/resources.ts';
import { type FindingRule, perRollout } from '../finding.ts';

export const workloadStaysUp: FindingRule = {
  id: 'finding.workloadRef.staysUp',
  title: 'The Deployment beside a Rollout keeps its pods',
  statement:
    'With workloadRef the Rollout runs its own pods from the template of the Deployment; scaleDown decides when the Deployment goes to 0. With never, or where the controller passes the moment over (blue-green with an analysis after the promotion), both run side by side.',
  template: 'Deployment {deployment} still runs {pods} pods beside Rollout {name}: scaleDown is {scaleDown}',
  severity: 'waste',
  source: 'rollout/sync.go promoteStable, rollout/replicaset.go reconcileNewReplicaSet, scaleDeployment',
  upstream: 'argoproj/argo-rollouts#4681',
  example: {
    inputs: { deployment: 'shop', name: 'shop', pods: 3, scaleDown: 'onsuccess' },
    text: 'Deployment shop still runs 3 pods beside Rollout shop: scaleDown is onsuccess',
  },
  find: perRollout(({ instants, object, endMs }, run) => {
    const last = instants.at(-1);
    const { workloadRef } = last?.rollout.spec ?? {};
    if (last === undefined || workloadRef?.kind !== DEPLOYMENT.kind || last.rollout.status.phase !== 'Healthy')
      return [];
    const deployment = run.at(endMs).find(DEPLOYMENT, object.namespace, workloadRef.name ?? '');
    const pods = deployment?.spec.replicas ?? 0;
    const scaleDown = workloadRef.scaleDown ?? 'never';
    // never is what the user asked for.
    if (deployment === undefined || pods === 0 || scaleDown === 'never') return [];
    const inputs = { deployment: workloadRef.name ?? '', name: object.name, pods, scaleDown };
    return [
      {
        atMs: last.atMs,
        lastSeq: last.lastSeq,
        field: 'spec.workloadRef.scaleDown',
        inputs,
        cost: { pods },
        fix: { text: `scale Deployment ${workloadRef.name ?? ''} to 0 in its manifest` },
      },
    ];
  }),
};
