import { defineRule, isFlag, isFlagOrNull, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import { DESIRED_REPLICAS_ANNOTATION } from '../../../api/rollouts/names.ts';
import { basicCanaryCounts, type CanaryCounts } from '../decide/canary-counts.ts';
import { podsForWeight } from '../decide/canary-weight.ts';

/** Why the new and the stable ReplicaSet get their sizes. */

const SIZE = 'spec.replicas';

const basicInputs = {
  replicas: isInt,
  weight: isInt,
  maxWeight: isInt,
  maxSurge: isInt,
  maxUnavailable: isInt,
  canarySize: isInt,
  canaryAvailable: isInt,
  stableSize: isIntOrNull,
  stableAvailable: isIntOrNull,
  stableIsNew: isFlag,
  older: isInt,
};

interface BasicValues {
  readonly replicas: number;
  readonly weight: number;
  readonly maxWeight: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly canarySize: number;
  readonly canaryAvailable: number;
  readonly stableSize: number | null;
  readonly stableAvailable: number | null;
  readonly stableIsNew: boolean;
  readonly older: number;
}

function countsOf(values: BasicValues): CanaryCounts {
  const { canarySize, canaryAvailable, stableSize, stableAvailable } = values;
  return basicCanaryCounts({
    ...values,
    canary: { size: canarySize, available: canaryAvailable },
    stable: stableSize === null ? undefined : { size: stableSize, available: stableAvailable ?? 0 },
  });
}

/** 5 pods at weight 20, all stable. */
const BASIC_EXAMPLE = {
  replicas: 5,
  weight: 20,
  maxWeight: 100,
  maxSurge: 2,
  maxUnavailable: 1,
  canarySize: 0,
  canaryAvailable: 0,
  stableSize: 5,
  stableAvailable: 5,
  stableIsNew: false,
  older: 0,
};

const BASIC_SOURCE = 'utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary';

export const onlyVersionReplicas = defineRule({
  id: 'canary.replicas.only',
  title: 'A version without another beside it gets all pods',
  statement: 'Without a stable version beside it the current version gets all pods, as far as maxSurge allows.',
  template: '{value} of {replicas} pods for the only version (surge {maxSurge}, unavailable {maxUnavailable})',
  source: BASIC_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: basicInputs,
  formula: (values) => (values.stableSize === null || values.stableIsNew ? countsOf(values).canary : undefined),
  example: {
    inputs: { ...BASIC_EXAMPLE, weight: 100, stableSize: null, stableAvailable: null },
    value: 5,
    text: '5 of 5 pods for the only version (surge 2, unavailable 1)',
  },
});

export const canaryReplicasBasic = defineRule({
  id: 'canary.replicas.basic',
  title: 'Pods of the canary for a weight, without a traffic router',
  statement:
    'The canary gets the number of pods nearest to the weight, as far as maxSurge and maxUnavailable let pods come and go in this pass.',
  template: 'weight {weight} of {replicas} pods: canary {value} now (surge {maxSurge}, unavailable {maxUnavailable})',
  source: BASIC_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: basicInputs,
  formula: (values) => (values.stableSize === null || values.stableIsNew ? undefined : countsOf(values).canary),
  example: {
    inputs: BASIC_EXAMPLE,
    value: 1,
    text: 'weight 20 of 5 pods: canary 1 now (surge 2, unavailable 1)',
  },
});

export const stableReplicasBasic = defineRule({
  id: 'canary.replicas.basic.stable',
  title: 'Pods of the stable version beside a canary, without a traffic router',
  statement:
    'The stable version keeps the pods that the weight leaves, as far as maxSurge and maxUnavailable let pods come and go in this pass.',
  template: 'weight {weight} leaves stable {value} pods now',
  source: BASIC_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: basicInputs,
  formula: (values) => (values.stableSize === null || values.stableIsNew ? undefined : countsOf(values).stable),
  example: {
    inputs: BASIC_EXAMPLE,
    value: 4,
    text: 'weight 20 leaves stable 4 pods now',
  },
});

const ROUTED_SOURCE = 'utils/replicaset/canary.go CalculateReplicaCountsForTrafficRoutedCanary';

export const canaryReplicasRouted = defineRule({
  id: 'canary.replicas.routed',
  title: 'Pods of the canary for a weight, behind a traffic router',
  statement: 'The canary gets enough pods for its weight, rounded up, and at least minPodsPerReplicaSet.',
  template: 'weight {weight} of {replicas} pods behind a router: canary {value}',
  source: ROUTED_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { weight: isInt, maxWeight: isInt, replicas: isInt, minPods: isIntOrNull },
  formula: ({ weight, maxWeight, replicas, minPods }) => podsForWeight(replicas, weight, maxWeight, minPods ?? 0),
  example: {
    inputs: { weight: 25, maxWeight: 100, replicas: 10, minPods: null },
    value: 3,
    text: 'weight 25 of 10 pods behind a router: canary 3',
  },
});

export const canaryScaleReplicas = defineRule({
  id: 'canary.replicas.setCanaryScale',
  title: 'Pods that setCanaryScale asks for',
  statement: 'Behind a traffic router setCanaryScale.replicas is the number of pods of the canary.',
  template: 'setCanaryScale asks for {replicas} pods',
  source: ROUTED_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { replicas: isInt, minPods: isIntOrNull, dynamicStableScale: isFlagOrNull },
  formula: ({ replicas, minPods, dynamicStableScale }) =>
    dynamicStableScale === true && replicas > 0 ? Math.max(replicas, minPods ?? 0) : replicas,
  example: {
    inputs: { replicas: 3, minPods: null, dynamicStableScale: null },
    value: 3,
    text: 'setCanaryScale asks for 3 pods',
  },
});

export const canaryReplicasAborted = defineRule({
  id: 'canary.replicas.dynamic.aborted',
  title: 'An aborted canary keeps the pods that its traffic needs',
  statement:
    'With dynamicStableScale an aborted canary loses pods only as traffic leaves it: it keeps enough for its weight and for the traffic that it still has.',
  template: 'weight {weight} of {replicas} pods, and {traffic} of the traffic is still with the canary: {value}',
  source: ROUTED_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: {
    weight: isInt,
    asked: isIntOrNull,
    traffic: isInt,
    maxWeight: isInt,
    replicas: isInt,
    minPods: isIntOrNull,
    abort: isFlag,
  },
  formula: ({ weight, asked, traffic, maxWeight, replicas, minPods, abort }) => {
    const podsFor = (share: number): number => podsForWeight(replicas, share, maxWeight, minPods ?? 0);
    return abort ? Math.max(asked ?? podsFor(weight), podsFor(traffic)) : undefined;
  },
  example: {
    inputs: { weight: 0, asked: null, traffic: 50, maxWeight: 100, replicas: 10, minPods: null, abort: true },
    value: 5,
    text: 'weight 0 of 10 pods, and 50 of the traffic is still with the canary: 5',
  },
});

export const stableReplicasRouted = defineRule({
  id: 'canary.replicas.routed.stable',
  title: 'Behind a traffic router the stable version keeps all pods',
  statement: 'Without dynamicStableScale the stable version has all pods, whatever the weight.',
  template: 'stable keeps all {replicas} pods behind a router',
  source: ROUTED_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { replicas: isInt, dynamicStableScale: isFlagOrNull },
  formula: ({ replicas, dynamicStableScale }) => (dynamicStableScale === true ? undefined : replicas),
  example: {
    inputs: { replicas: 10, dynamicStableScale: null },
    value: 10,
    text: 'stable keeps all 10 pods behind a router',
  },
});

export const stableReplicasDynamic = defineRule({
  id: 'canary.replicas.dynamic.stable',
  title: 'With dynamicStableScale the stable version follows the weight',
  statement:
    'With dynamicStableScale the stable version has enough pods for the traffic that it is to get, and for what it still has.',
  template: 'the canary has weight {weight}, and {traffic} of the traffic is with stable: {value} of {replicas} pods',
  source: ROUTED_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { weight: isInt, traffic: isIntOrNull, maxWeight: isInt, replicas: isInt, minPods: isIntOrNull },
  formula: ({ weight, traffic, maxWeight, replicas, minPods }) =>
    podsForWeight(replicas, Math.max(maxWeight - weight, traffic ?? 0), maxWeight, minPods ?? 0),
  example: {
    inputs: { weight: 25, traffic: 75, maxWeight: 100, replicas: 10, minPods: null },
    value: 8,
    text: 'the canary has weight 25, and 75 of the traffic is with stable: 8 of 10 pods',
  },
});

const BLUE_GREEN_SOURCE = 'utils/replicaset/replicaset.go NewRSNewReplicas';

export const blueGreenStableReplicas = defineRule({
  id: 'blueGreen.replicas.stable',
  title: 'The stable version of a blue-green rollout has all pods',
  statement: 'The stable ReplicaSet has as many pods as spec.replicas says.',
  template: 'the stable version has all {replicas} pods',
  source: 'rollout/bluegreen.go reconcileBlueGreenStableReplicaSet',
  explains: 'scale',
  path: SIZE,
  inputs: { replicas: isInt, hash: isText, stableHash: isText },
  formula: ({ replicas, hash, stableHash }) => (hash === stableHash ? replicas : undefined),
  example: {
    inputs: { replicas: 3, hash: '5cd66ff7ff', stableHash: '5cd66ff7ff' },
    value: 3,
    text: 'the stable version has all 3 pods',
  },
});

export const blueGreenFirstReplicas = defineRule({
  id: 'blueGreen.replicas.active',
  title: 'A version without another active one gets all pods',
  statement: 'While the active Service points nowhere else, the new ReplicaSet gets all pods.',
  template: 'no other version is active: {replicas} pods',
  source: BLUE_GREEN_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { replicas: isInt, hash: isText, activeHash: isTextOrNull },
  formula: ({ replicas, hash, activeHash }) => (activeHash === null || activeHash === hash ? replicas : undefined),
  example: {
    inputs: { replicas: 3, hash: '5cd66ff7ff', activeHash: null },
    value: 3,
    text: 'no other version is active: 3 pods',
  },
});

export const blueGreenNewReplicas = defineRule({
  id: 'blueGreen.replicas.new',
  title: 'A new version comes up beside the active one',
  statement: 'Without previewReplicaCount the new ReplicaSet gets all pods beside the active one.',
  template: 'the new version gets all {replicas} pods beside the active one',
  source: BLUE_GREEN_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { replicas: isInt, previewReplicaCount: isIntOrNull, hash: isText, activeHash: isText },
  formula: ({ replicas, previewReplicaCount, hash, activeHash }) =>
    previewReplicaCount === null && hash !== activeHash ? replicas : undefined,
  example: {
    inputs: { replicas: 3, previewReplicaCount: null, hash: '76ddfb4f47', activeHash: '5cd66ff7ff' },
    value: 3,
    text: 'the new version gets all 3 pods beside the active one',
  },
});

export const blueGreenPreviewReplicas = defineRule({
  id: 'blueGreen.replicas.preview',
  title: 'The preview is small at first',
  statement: 'Beside an active version the new ReplicaSet has previewReplicaCount pods until it may grow.',
  template: 'the preview has previewReplicaCount {previewReplicaCount} pods',
  source: BLUE_GREEN_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { previewReplicaCount: isInt, hash: isText, activeHash: isText },
  formula: ({ previewReplicaCount, hash, activeHash }) => (hash === activeHash ? undefined : previewReplicaCount),
  example: {
    inputs: { previewReplicaCount: 1, hash: '76ddfb4f47', activeHash: '5cd66ff7ff' },
    value: 1,
    text: 'the preview has previewReplicaCount 1 pods',
  },
});

export const blueGreenPreviewGrows = defineRule({
  id: 'blueGreen.replicas.checkPoint',
  title: 'The preview grows before the switch',
  statement:
    'When the pause before the promotion is over, and its analysis has succeeded, the preview grows from previewReplicaCount to all pods.',
  template: 'the preview may grow to all {replicas} pods',
  source: BLUE_GREEN_SOURCE,
  explains: 'scale',
  path: SIZE,
  inputs: { replicas: isInt, scaleUpPreviewCheckPoint: isFlagOrNull, promoteFull: isFlagOrNull },
  formula: ({ replicas, scaleUpPreviewCheckPoint, promoteFull }) =>
    scaleUpPreviewCheckPoint === true || promoteFull === true ? replicas : undefined,
  example: {
    inputs: { replicas: 3, scaleUpPreviewCheckPoint: true, promoteFull: null },
    value: 3,
    text: 'the preview may grow to all 3 pods',
  },
});

export const desiredReplicas = defineRule({
  id: 'rollout.scaled',
  title: 'The rollout was scaled',
  statement:
    'Each ReplicaSet remembers spec.replicas of the rollout; while one remembers another number, the controller only scales.',
  template: 'spec.replicas is {replicas} now',
  source: 'rollout/sync.go isScalingEvent, scaleReplicaSet',
  explains: 'replicas',
  path: `metadata.annotations[${DESIRED_REPLICAS_ANNOTATION}]`,
  inputs: { replicas: isInt },
  formula: ({ replicas }) => String(replicas),
  example: { inputs: { replicas: 8 }, value: '8', text: 'spec.replicas is 8 now' },
});
