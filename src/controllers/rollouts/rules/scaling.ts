import { defineRule, defineUncheckedRule, isInt } from '../../../api/reason.ts';
import { DESIRED_REPLICAS_ANNOTATION } from '../../../api/rollouts/names.ts';

export const canaryReplicasBasic = defineUncheckedRule<
  'weight' | 'replicas' | 'canary' | 'stable' | 'maxSurge' | 'maxUnavailable'
>({
  id: 'canary.replicas.basic',
  title: 'Pods for a weight, without a traffic router',
  statement:
    'The canary gets the number of pods nearest to the weight and stable the rest, as far as maxSurge and maxUnavailable let pods come and go in this pass.',
  template:
    'weight {weight} of {replicas} pods: canary {canary}, stable {stable} now (surge {maxSurge}, unavailable {maxUnavailable})',
  source: 'utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary',
  example: {
    inputs: { weight: 20, replicas: 5, canary: 1, stable: 4, maxSurge: 2, maxUnavailable: 1 },
    text: 'weight 20 of 5 pods: canary 1, stable 4 now (surge 2, unavailable 1)',
  },
});

export const canaryReplicasRouted = defineUncheckedRule<'weight' | 'replicas' | 'canary' | 'stable'>({
  id: 'canary.replicas.routed',
  title: 'Pods for a weight, behind a traffic router',
  statement:
    'The canary gets enough pods for its weight, rounded up; stable keeps all pods, or follows the weight with dynamicStableScale.',
  template: 'weight {weight} of {replicas} pods behind a router: canary {canary}, stable {stable}',
  source: 'utils/replicaset/canary.go CalculateReplicaCountsForTrafficRoutedCanary',
  example: {
    inputs: { weight: 25, replicas: 10, canary: 3, stable: 10 },
    text: 'weight 25 of 10 pods behind a router: canary 3, stable 10',
  },
});

export const blueGreenReplicas = defineUncheckedRule<'replicas' | 'side'>({
  id: 'blueGreen.replicas',
  title: 'Pods of a blue-green side',
  statement: 'The active and the preview ReplicaSet get all pods, the preview previewReplicaCount until it may grow.',
  template: 'the {side} ReplicaSet gets pods: {replicas}',
  source: 'utils/replicaset/replicaset.go NewRSNewReplicas',
  example: { inputs: { replicas: 3, side: 'preview' }, text: 'the preview ReplicaSet gets pods: 3' },
});

export const ephemeralMetadata = defineUncheckedRule<'side'>({
  id: 'rollout.ephemeralMetadata',
  title: 'Pods carry the metadata of their side',
  statement:
    'Labels and annotations of canaryMetadata, stableMetadata, previewMetadata or activeMetadata are on the pods of that side, and only there.',
  template: 'metadata of the {side} side',
  source: 'rollout/ephemeralmetadata.go reconcileEphemeralMetadata',
  example: { inputs: { side: 'canary' }, text: 'metadata of the canary side' },
});

export const podRestart = defineUncheckedRule<'restartAt' | 'canRestart'>({
  id: 'rollout.restart',
  title: 'A restart deletes pods a few at a time',
  statement:
    'Pods older than spec.restartAt are evicted in the order of their names, as many at once as maxUnavailable allows (at least one).',
  template: 'older than {restartAt}; {canRestart} may go now',
  source: 'rollout/restart.go RolloutPodRestarter.Reconcile',
  example: {
    inputs: { restartAt: '2026-01-01T00:01:00Z', canRestart: 1 },
    text: 'older than 2026-01-01T00:01:00Z; 1 may go now',
  },
});

export const replicaSetOwnership = defineUncheckedRule<'name' | 'what'>({
  id: 'rollout.ownership',
  title: 'A rollout owns what its selector matches',
  statement:
    'ReplicaSets without an owner that match spec.selector are adopted; owned ones that no longer match are let go.',
  template: '{name} is {what}',
  source: 'pkg/controller/controller_ref_manager.go ReplicaSetControllerRefManager.ClaimReplicaSets',
  example: { inputs: { name: 'app-5cd66ff7ff', what: 'adopted' }, text: 'app-5cd66ff7ff is adopted' },
});

export const workloadScaleDown = defineUncheckedRule<'scaleDown' | 'replicas'>({
  id: 'rollout.workloadRef.scaleDown',
  title: 'The referenced workload makes room',
  statement:
    'With workloadRef.scaleDown the Deployment goes to zero when revision 1 is healthy (onsuccess), or as the pods of revision 1 get ready (progressively).',
  template: 'scaleDown {scaleDown}: pods that the Deployment keeps: {replicas}',
  source: 'rollout/scale_utils.go scaleDeployment, rollout/replicaset.go reconcileNewReplicaSet',
  example: {
    inputs: { scaleDown: 'progressively', replicas: 3 },
    text: 'scaleDown progressively: pods that the Deployment keeps: 3',
  },
});

export const rolloutReplicasDefault = defineUncheckedRule<'replicas'>({
  id: 'rollout.replicas.default',
  title: 'A rollout has a size',
  statement: 'A missing spec.replicas is written as 1, since a HorizontalPodAutoscaler needs the field.',
  template: 'spec.replicas is missing: {replicas}',
  source: 'rollout/controller.go syncHandler',
  example: { inputs: { replicas: 1 }, text: 'spec.replicas is missing: 1' },
});

export const rolloutReplicasChanged = defineUncheckedRule<'replicas'>({
  id: 'rollout.scaled',
  title: 'The rollout was scaled',
  statement: 'When spec.replicas differs from what the ReplicaSets remember, the controller only scales in that pass.',
  template: 'spec.replicas is {replicas} now',
  source: 'rollout/sync.go isScalingEvent, syncReplicasOnly',
  example: { inputs: { replicas: 8 }, text: 'spec.replicas is 8 now' },
});

export const newReplicaSet = defineUncheckedRule<'hash' | 'revision'>({
  id: 'rollout.newReplicaSet',
  title: 'A new template makes a ReplicaSet',
  statement: 'A pod template without a ReplicaSet gets one, named by the hash of the template, with the next revision.',
  template: 'the template hashes to {hash}: revision {revision}',
  source: 'rollout/sync.go createDesiredReplicaSet',
  example: { inputs: { hash: '5cd66ff7ff', revision: 1 }, text: 'the template hashes to 5cd66ff7ff: revision 1' },
});

export const revisionSync = defineUncheckedRule<'revision'>({
  id: 'rollout.revision',
  title: 'The current ReplicaSet has the highest revision',
  statement:
    "The ReplicaSet of the current template carries the highest revision, the rollout's annotations and its minReadySeconds; the rollout carries the same revision.",
  template: 'revision {revision} is current',
  source: 'rollout/sync.go syncReplicaSetRevision, setRolloutRevision',
  example: { inputs: { revision: 4 }, text: 'revision 4 is current' },
});

export const revisionHistory = defineUncheckedRule<'limit' | 'old'>({
  id: 'rollout.revisionHistoryLimit',
  title: 'Old ReplicaSets are forgotten',
  statement: 'More ReplicaSets without pods than revisionHistoryLimit: the oldest are deleted.',
  template: '{old} old ReplicaSets, limit {limit}',
  source: 'rollout/sync.go reconcileRevisionHistoryLimit',
  example: { inputs: { limit: 2, old: 3 }, text: '3 old ReplicaSets, limit 2' },
});

export const desiredReplicas = defineRule({
  id: 'rollout.desiredReplicas',
  title: 'A ReplicaSet remembers the size of the rollout',
  statement: 'Each ReplicaSet carries spec.replicas of the rollout, so that a change of it is noticed.',
  template: 'the rollout has {replicas} replicas',
  source: 'rollout/sync.go scaleReplicaSet',
  explains: 'detail',
  path: `metadata.annotations[${DESIRED_REPLICAS_ANNOTATION}]`,
  inputs: { replicas: isInt },
  formula: ({ replicas }) => String(replicas),
  example: { inputs: { replicas: 5 }, value: '5', text: 'the rollout has 5 replicas' },
});
