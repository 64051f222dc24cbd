import {
  defineRule,
  isAnything,
  isFlag,
  isFlagOrNull,
  isInt,
  isText,
  isTextOrNull,
  type ReasonLine,
} from '../../../api/reason.ts';

/** Why the traffic router is asked for a weight, and what the status says of it. */

const WEIGHT = 'status.canary.weights.canary.weight';
const SOURCE = 'rollout/trafficrouting.go reconcileTrafficRouting';

interface WeightTexts {
  readonly explains?: ReasonLine;
  readonly id: string;
  readonly title: string;
  readonly statement: string;
  readonly template: string;
  readonly value: number;
  readonly text: string;
}

/** A rule whose input is the weight, read where it comes from; the source of that input tells the rules apart. */
function weightRule({ value, text, explains = 'weight', ...texts }: WeightTexts) {
  return defineRule({
    ...texts,
    source: SOURCE,
    explains,
    path: WEIGHT,
    inputs: { weight: isInt },
    formula: ({ weight }) => weight,
    example: { inputs: { weight: value }, value, text },
  });
}

export const weightOfStep = weightRule({
  id: 'canary.weight.step',
  title: 'The router is asked for the weight of the step',
  statement: 'Once both sides have the pods for it, the router is asked for the weight in force.',
  template: 'the pods for weight {weight} are there: the router is asked for it',
  value: 20,
  text: 'the pods for weight 20 are there: the router is asked for it',
});

export const weightBeforePods = weightRule({
  id: 'canary.weight.waits',
  title: 'The router keeps the weight before while pods are missing',
  statement: 'While the pods for the weight in force are missing, the router is asked for that of the step before.',
  template: 'the pods of the step are missing: the router stays at weight {weight}',
  value: 20,
  text: 'the pods of the step are missing: the router stays at weight 20',
});

export const weightAfterSteps = weightRule({
  id: 'canary.weight.stepsDone',
  title: 'After the last step all traffic goes to the canary',
  statement: 'When all steps are done and the pods are there, the router is asked for all traffic.',
  template: 'all steps are done: the router is asked for weight {weight}',
  value: 100,
  text: 'all steps are done: the router is asked for weight 100',
});

export const weightWithoutSteps = weightRule({
  id: 'canary.weight.noSteps',
  title: 'Without steps the router is not asked for a weight',
  statement: 'A canary without steps gets no weight before it is promoted.',
  template: 'the strategy has no steps: weight {weight}',
  value: 0,
  text: 'the strategy has no steps: weight 0',
});

export const weightPromoted = weightRule({
  id: 'canary.weight.promoted',
  // The same version gets the same traffic, by the other side.
  explains: 'detail',
  title: 'A promoted canary is stable: all traffic goes there',
  statement: 'When the current version is the stable one, the canary side has weight 0.',
  template: 'the version is stable: the canary side has weight {weight}',
  value: 0,
  text: 'the version is stable: the canary side has weight 0',
});

export const weightAborted = weightRule({
  id: 'canary.weight.aborted',
  title: 'After an abort all traffic goes back',
  statement: 'After an abort the router is asked for weight 0.',
  template: 'aborted: the router is asked for weight {weight}',
  value: 0,
  text: 'aborted: the router is asked for weight 0',
});

export const weightTakenBack = weightRule({
  id: 'canary.weight.takenBack',
  title: 'With dynamicStableScale traffic goes back as stable pods come',
  statement:
    'With dynamicStableScale an aborted or rolled-back canary keeps the traffic that the stable pods cannot take yet.',
  template: 'the stable pods come up again: the router is asked for weight {weight}',
  value: 40,
  text: 'the stable pods come up again: the router is asked for weight 40',
});

export const weightWithoutPods = weightRule({
  id: 'canary.weight.noPods',
  title: 'A canary without available pods gets no traffic',
  statement: 'While no pod of the canary is available the router is asked for weight 0.',
  template: 'no pod of the canary is available: weight {weight}',
  value: 0,
  text: 'no pod of the canary is available: weight 0',
});

export const weightOfFullPromotion = weightRule({
  id: 'canary.weight.promoteFull',
  title: 'On a full promotion the weight waits for the pods',
  statement:
    'On a full promotion the weight stays until the promotion; with dynamicStableScale it follows the available pods of the canary.',
  template: 'full promotion: the router is asked for weight {weight} until the pods are there',
  value: 25,
  text: 'full promotion: the router is asked for weight 25 until the pods are there',
});

export const stableWeight = defineRule({
  id: 'canary.weight.stable',
  title: 'The stable side gets the rest',
  statement: 'What canary and experiments do not get of the traffic is for the stable version.',
  template: 'canary and experiments leave {rest}',
  source: 'rollout/trafficrouting.go calculateWeightStatus',
  explains: 'detail',
  path: 'status.canary.weights.stable.weight',
  inputs: { rest: isInt },
  formula: ({ rest }) => rest,
  example: { inputs: { rest: 80 }, value: 80, text: 'canary and experiments leave 80' },
});

function targetRule(side: 'canary' | 'stable') {
  return defineRule({
    id: `canary.weights.${side}`,
    title: `The status names the target of the ${side} weight`,
    statement: `status.canary.weights.${side} names the Service and the version that the weight is for.`,
    template: `the ${side} weight is for version {hash}`,
    source: 'rollout/trafficrouting.go calculateWeightStatus',
    explains: 'detail',
    path: `status.canary.weights.${side}.{serviceName,podTemplateHash}`,
    inputs: { service: isTextOrNull, hash: isTextOrNull },
    formula: ({ service, hash }) => ({ serviceName: service, podTemplateHash: hash }),
    example: {
      inputs: { service: `shop-${side}`, hash: '76ddfb4f47' },
      value: { serviceName: `shop-${side}`, podTemplateHash: '76ddfb4f47' },
      text: `the ${side} weight is for version 76ddfb4f47`,
    },
  });
}

export const canaryTarget = targetRule('canary');
export const stableTarget = targetRule('stable');

export const experimentWeights = defineRule({
  id: 'canary.weights.experiment',
  title: 'Templates of an experiment get traffic',
  statement: 'The templates of a running Experiment that have a weight get it from the stable side.',
  template: 'an experiment takes its weights from the stable side',
  source: 'rollout/trafficrouting.go calculateWeightDestinationsFromExperiment',
  explains: 'weight',
  path: 'status.canary.weights.additional',
  inputs: { destinations: isAnything },
  formula: ({ destinations }) => destinations,
  example: {
    inputs: { destinations: [{ weight: 5, serviceName: 'shop-canary' }] },
    value: [{ weight: 5, serviceName: 'shop-canary' }],
    text: 'an experiment takes its weights from the stable side',
  },
});

export const weightVerified = defineRule({
  id: 'canary.weight.verified',
  title: 'The router says whether the weight is in force',
  statement:
    'A router that can tell is asked whether its weight is in force; an ALB says so some time after the weight was written, Gateway API at once.',
  template: 'the router says that the weight is in force: {verified}',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'weight',
  path: 'status.canary.weights.verified',
  inputs: { verified: isFlagOrNull, nowMs: isInt },
  formula: ({ verified }) => verified,
  example: {
    inputs: { verified: true, nowMs: 1_767_225_631_001 },
    value: true,
    text: 'the router says that the weight is in force: true',
  },
});

export const weightsDropped = defineRule({
  id: 'canary.weights.none',
  title: 'Without a traffic router there are no weights',
  statement: 'status.canary.weights goes when the strategy has no traffic router any more.',
  template: 'the strategy has a traffic router: {routed}',
  source: 'rollout/trafficrouting.go reconcileTrafficRouting',
  explains: 'weight',
  path: 'status.canary.weights',
  inputs: { routed: isFlag, hash: isText },
  formula: ({ routed }) => (routed ? undefined : null),
  example: {
    inputs: { routed: false, hash: '76ddfb4f47' },
    value: null,
    text: 'the strategy has a traffic router: false',
  },
});
