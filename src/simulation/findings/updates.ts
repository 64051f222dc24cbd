import { revision } from '../../api/rollouts/replica-sets.ts';
import { stepWeight } from '../../api/rollouts/step-kinds.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { RolloutHistory } from './rollout-history.ts';
import { type FindingRule, findingRule } from './rule.ts';

function nameOf({ metadata }: Rollout): string {
  return metadata.name ?? '';
}

const promotedAsInitial = findingRule(
  {
    id: 'finding.initialDeploy.again',
    title: 'An update counts as a first deployment',
    statement:
      'When the stable ReplicaSet is gone, or the active Service has no hash, the new version becomes stable at once, without steps or pause and before a pod is ready.',
    template: 'revision {revision} of {name} became stable as an "Initial deploy", without steps',
    source: 'rollout/sync.go shouldFullPromote',
    example: {
      inputs: { name: 'shop', revision: 3 },
      text: 'revision 3 of shop became stable as an "Initial deploy", without steps',
    },
  },
  (history) =>
    history.instants.flatMap(({ atMs, lastSeq, rollout, before, events }) => {
      const again = before?.status.stableRS !== undefined && (revision(rollout) ?? 0) > 1;
      const isInitial = events.some(
        ({ reason, message }) => reason === 'RolloutCompleted' && message.endsWith(': Initial deploy'),
      );
      if (!again || !isInitial) return [];
      return [{ atMs, lastSeq, inputs: { name: nameOf(rollout), revision: revision(rollout) ?? 0 } }];
    }),
);

const weightPassedOver = findingRule(
  {
    id: 'finding.weight.passedOver',
    title: 'A weight is passed over',
    statement:
      'If stable has too few pods for its share, the router keeps its old weights, but the steps go on: the weight of a step may never be set.',
    template: 'step {step} of {name} is done, but the router never sent {wanted} to the canary (it has {actual})',
    source: 'rollout/trafficrouting.go reconcileTrafficRouting, checkReplicasAvailable',
    upstream: 'argoproj/argo-rollouts#4390',
    example: {
      inputs: { name: 'shop', step: 0, wanted: 20, actual: 0 },
      text: 'step 0 of shop is done, but the router never sent 20 to the canary (it has 0)',
    },
  },
  (history) =>
    history.instants.flatMap(({ atMs, lastSeq, rollout, events }) => {
      const steps = rollout.spec.strategy.canary?.steps ?? [];
      if (rollout.spec.strategy.canary?.trafficRouting === undefined) return [];
      if (rollout.status.abort === true || !events.some(({ reason }) => reason === 'RolloutStepCompleted')) return [];
      const step = (rollout.status.currentStepIndex ?? 0) - 1;
      const done = steps[step];
      const wanted = done === undefined ? undefined : stepWeight(done)?.weight;
      const actual = rollout.status.canary.weights?.canary.weight ?? 0;
      if (wanted === undefined || wanted === actual) return [];
      return [{ atMs, lastSeq, inputs: { name: nameOf(rollout), step, wanted, actual } }];
    }),
);

const experimentsAgain = findingRule(
  {
    id: 'finding.experiment.repeated',
    title: 'An experiment step is run again and again',
    statement:
      'After an inconclusive experiment, or while spec.paused stands, the controller forgets the finished Experiment of the step and makes another.',
    template: 'step {step} of {name} makes Experiment after Experiment: {why}',
    source: 'rollout/experiment.go reconcileExperiments',
    example: {
      inputs: { name: 'shop', step: 1, why: 'the last one was inconclusive' },
      text: 'step 1 of shop makes Experiment after Experiment: the last one was inconclusive',
    },
  },
  (history) => {
    const made = new Map<string, number>();
    return history.instants.flatMap(({ atMs, lastSeq, rollout, newExperiments }) =>
      newExperiments.flatMap(() => {
        const step = rollout.status.currentStepIndex ?? 0;
        const key = `${rollout.status.currentPodHash ?? ''} ${step} ${revision(rollout) ?? 0}`;
        const count = (made.get(key) ?? 0) + 1;
        made.set(key, count);
        const inconclusive = (rollout.status.pauseConditions ?? []).some(
          ({ reason }) => reason === 'InconclusiveExperiment',
        );
        if (count !== 2 || (!inconclusive && rollout.spec.paused !== true)) return [];
        const why = inconclusive ? 'the last one was inconclusive' : 'spec.paused stands';
        return [{ atMs, lastSeq, inputs: { name: nameOf(rollout), step, why } }];
      }),
    );
  },
);

const thresholdLeavesPods = findingRule(
  {
    id: 'finding.threshold.promotes',
    title: 'A progress threshold also ends the update',
    statement:
      'replicaProgressThreshold lets a step go on without all pods; at the last step it makes the new version stable while pods are missing.',
    template: 'revision {revision} of {name} became stable with {available} of {replicas} pods',
    source: 'rollout/sync.go shouldFullPromote, utils/replicaset/canary.go ReplicaProgressThresholdMet',
    example: {
      inputs: { name: 'shop', revision: 2, available: 7, replicas: 10 },
      text: 'revision 2 of shop became stable with 7 of 10 pods',
    },
  },
  (history: RolloutHistory) =>
    history.instants.flatMap(({ atMs, lastSeq, rollout, before, replicaSets }) => {
      const { status, spec } = rollout;
      if (spec.strategy.canary?.replicaProgressThreshold === undefined) return [];
      if (before?.status.stableRS === undefined || before.status.stableRS === status.stableRS) return [];
      const stable = replicaSets.find(
        ({ metadata }) => metadata.labels?.['rollouts-pod-template-hash'] === status.stableRS,
      );
      const available = stable?.status.availableReplicas ?? 0;
      const replicas = spec.replicas ?? 1;
      if (available >= replicas) return [];
      return [
        { atMs, lastSeq, inputs: { name: nameOf(rollout), revision: revision(rollout) ?? 0, available, replicas } },
      ];
    }),
);

export const UPDATE_FINDINGS: readonly FindingRule[] = [
  promotedAsInitial,
  weightPassedOver,
  experimentsAgain,
  thresholdLeavesPods,
];
