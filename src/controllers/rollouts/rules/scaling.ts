import { defineUncheckedRule } from '../../../api/reason.ts';

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
