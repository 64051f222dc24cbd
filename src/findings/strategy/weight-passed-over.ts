import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { stepWeight } from '../../api/rollouts/step-kinds.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';
import { isRouted } from '../traffic/services-without-router.ts';

export const weightPassedOver: FindingRule = {
  id: 'finding.weight.passedOver',
  title: 'A weight is passed over',
  statement:
    'If stable has too few pods for its share, the router keeps its old weights, but the steps go on: the weight of a step may never be set.',
  template: 'step {step} of {name} is done, but the router never sent {wanted} to the canary (it has {actual})',
  severity: 'trap',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting, checkReplicasAvailable',
  upstream: 'argoproj/argo-rollouts#4390',
  example: {
    inputs: { name: 'shop', step: 0, wanted: 20, actual: 0 },
    text: 'step 0 of shop is done, but the router never sent 20 to the canary (it has 0)',
  },
  find: perRollout((history) =>
    history.writes.flatMap(({ atMs, seq, before, after }) => {
      const canary = after.spec.strategy.canary;
      if (canary === undefined || !isRouted(canary) || before === undefined || after.status.abort === true) return [];
      // The router is set and the step is counted in one reconcile; a promotion sets the weights back in the same write.
      if (before.status.currentPodHash !== after.status.currentPodHash || isFullyPromoted(after)) return [];
      const step = before.status.currentStepIndex;
      if (step === undefined || after.status.currentStepIndex !== step + 1) return [];
      const done = canary.steps?.[step];
      const wanted = done === undefined ? undefined : stepWeight(done)?.weight;
      const actual = after.status.canary.weights?.canary.weight ?? 0;
      if (wanted === undefined || wanted === actual) return [];
      const field = `spec.strategy.canary.steps[${step}].setWeight`;
      return [{ atMs, lastSeq: seq, inputs: { name: nameOf(after), step, wanted, actual }, field, evidence: [seq] }];
    }),
  ),
};
