import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, ROLLOUT } from '../../api/resources.ts';
import { refOf } from '../../timeline/object-ref.ts';
import { trafficCost } from '../costs.ts';
import { type FindingRule, perRollout } from '../finding.ts';

export const workloadLeftDown: FindingRule = {
  id: 'finding.workloadRef.leftDown',
  title: 'A Rollout is deleted, and its Deployment stays at 0',
  statement:
    'scaleDown has set the replicas of the Deployment to 0; deleting the Rollout deletes its pods and does not give them back. An autoscaler does not help: it is off while its target has 0 replicas.',
  template:
    'Rollout {name} was deleted and its pods with it, and Deployment {deployment} stays at 0 replicas{autoscaler}',
  severity: 'harm',
  source:
    'rollout/controller.go syncHandler (no finalizer), k8s.io/kubernetes/pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler (ScalingDisabled)',
  upstream: 'argoproj/argo-rollouts#3855',
  example: {
    inputs: { name: 'shop', deployment: 'shop', autoscaler: ' (its HorizontalPodAutoscaler is off at 0)' },
    text: 'Rollout shop was deleted and its pods with it, and Deployment shop stays at 0 replicas (its HorizontalPodAutoscaler is off at 0)',
  },
  absorbs: ['finding.traffic.outage', 'finding.traffic.errors'],
  find: perRollout(({ instants, object, endMs }, run) => {
    const last = instants.at(-1);
    const { workloadRef } = last?.rollout.spec ?? {};
    const end = run.at(endMs);
    if (workloadRef?.kind !== DEPLOYMENT.kind || end.find(ROLLOUT, object.namespace, object.name) !== undefined)
      return [];
    const deployment = end.find(DEPLOYMENT, object.namespace, workloadRef.name ?? '');
    if (deployment?.spec.replicas !== 0) return [];
    const deleted = run.timeline.entries.findLast(
      (entry) =>
        entry.kind === 'change' &&
        entry.object.kind === ROLLOUT.kind &&
        entry.object.name === object.name &&
        entry.after === undefined,
    );
    const hasAutoscaler = end
      .list(HORIZONTAL_POD_AUTOSCALER, object.namespace)
      .some(({ spec }) => spec.scaleTargetRef.name === workloadRef.name);
    const atMs = deleted?.atMs ?? endMs;
    return [
      {
        atMs,
        lastSeq: deleted?.seq ?? 0,
        object: refOf(DEPLOYMENT, deployment),
        field: 'spec.replicas',
        inputs: {
          name: object.name,
          deployment: workloadRef.name ?? '',
          autoscaler: hasAutoscaler ? ' (its HorizontalPodAutoscaler is off at 0)' : '',
        },
        evidence: deleted === undefined ? [] : [deleted.seq],
        cost: trafficCost(run, object, atMs, endMs),
        fix: { text: 'scale the Deployment up and wait for its pods before the Rollout is deleted' },
      },
    ];
  }),
};
