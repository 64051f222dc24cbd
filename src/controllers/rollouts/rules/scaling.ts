import type { Json } from '../../../api/json.ts';
import { defineRule, isAnything, isFlag, isInt, isIntOrNull, isText, isTextOrNull } from '../../../api/reason.ts';
import {
  DESIRED_REPLICAS_ANNOTATION,
  EPHEMERAL_METADATA_ANNOTATION,
  REVISION_ANNOTATION,
  REVISION_HISTORY_ANNOTATION,
  WORKLOAD_GENERATION_ANNOTATION,
} from '../../../api/rollouts/names.ts';
import { parseTime } from '../../../api/times.ts';

/** Why ReplicaSets are made, kept up to date, adopted and deleted, and what goes with them. */

export const newReplicaSet = defineRule({
  id: 'rollout.newReplicaSet',
  title: 'A new template makes a ReplicaSet',
  statement: 'A pod template without a ReplicaSet gets one, named by the hash of the template, with the next revision.',
  template: 'the template hashes to {hash}: revision {revision}',
  source: 'rollout/sync.go createDesiredReplicaSet',
  explains: 'revision',
  path: 'metadata.name',
  inputs: { rollout: isText, hash: isText, revision: isInt },
  formula: ({ rollout, hash }) => `${rollout}-${hash}`,
  example: {
    inputs: { rollout: 'shop', hash: '5cd66ff7ff', revision: 1 },
    value: 'shop-5cd66ff7ff',
    text: 'the template hashes to 5cd66ff7ff: revision 1',
  },
});

export const replicaSetRevision = defineRule({
  id: 'rollout.revision',
  title: 'The ReplicaSet of the template has the highest revision',
  statement: 'The ReplicaSet of the current template carries a revision above those of all older ones.',
  template: 'it is the ReplicaSet of the template: revision {value}',
  source: 'rollout/sync.go syncReplicaSetRevision',
  explains: 'revision',
  path: `metadata.annotations[${REVISION_ANNOTATION}]`,
  inputs: { highest: isInt },
  formula: ({ highest }) => String(highest + 1),
  example: { inputs: { highest: 3 }, value: '4', text: 'it is the ReplicaSet of the template: revision 4' },
});

export const rolloutRevision = defineRule({
  id: 'rollout.revision.rollout',
  title: 'The rollout has the revision of its ReplicaSet',
  statement: 'The rollout carries the revision of the ReplicaSet of its template.',
  template: 'its ReplicaSet has revision {revision}',
  source: 'rollout/sync.go setRolloutRevision',
  explains: 'detail',
  path: `metadata.annotations[${REVISION_ANNOTATION}]`,
  inputs: { revision: isText },
  formula: ({ revision }) => revision,
  example: { inputs: { revision: '4' }, value: '4', text: 'its ReplicaSet has revision 4' },
});

export const revisionRemembered = defineRule({
  id: 'rollout.revision.history',
  title: 'A ReplicaSet remembers its revisions',
  statement: 'When annotations of a ReplicaSet change, its revision before joins the list of those that it had.',
  template: 'it had revision {revision}',
  source: 'utils/annotations/annotations.go SetNewReplicaSetAnnotations',
  explains: 'detail',
  path: `metadata.annotations[${REVISION_HISTORY_ANNOTATION}]`,
  inputs: { revision: isText, history: isTextOrNull },
  formula: ({ revision, history }) =>
    history === null || history === '' || history.startsWith(',') ? revision : `${history},${revision}`,
  example: { inputs: { revision: '2', history: '1' }, value: '1,2', text: 'it had revision 2' },
});

export const annotationCopied = defineRule({
  id: 'rollout.annotations',
  title: 'Annotations of the rollout are copied to its ReplicaSet',
  statement:
    'The ReplicaSet of the template gets the annotations of the rollout, but for those that are about the rollout itself.',
  template: 'the rollout has the annotation {annotation}',
  source: 'utils/annotations/annotations.go SetNewReplicaSetAnnotations',
  explains: 'detail',
  path: 'metadata.annotations',
  inputs: { annotation: isText },
  formula: ({ annotation }) => annotation,
  example: { inputs: { annotation: 'team-a' }, value: 'team-a', text: 'the rollout has the annotation team-a' },
});

export const sizeRemembered = defineRule({
  id: 'rollout.desiredReplicas',
  title: 'A new ReplicaSet remembers spec.replicas',
  statement: 'A new ReplicaSet carries spec.replicas of the rollout, so that a change of it is noticed.',
  template: 'spec.replicas is {replicas}',
  source: 'utils/annotations/annotations.go SetNewReplicaSetAnnotations',
  explains: 'detail',
  path: `metadata.annotations[${DESIRED_REPLICAS_ANNOTATION}]`,
  inputs: { replicas: isInt },
  formula: ({ replicas }) => String(replicas),
  example: { inputs: { replicas: 5 }, value: '5', text: 'spec.replicas is 5' },
});

export const minReadySeconds = defineRule({
  id: 'rollout.minReadySeconds',
  title: 'The ReplicaSet has minReadySeconds of the rollout',
  statement: 'The ReplicaSet of the template follows spec.minReadySeconds of the rollout.',
  template: 'spec.minReadySeconds is {seconds}',
  source: 'rollout/sync.go syncReplicaSetRevision',
  explains: 'detail',
  path: 'spec.minReadySeconds',
  inputs: { seconds: isIntOrNull },
  formula: ({ seconds }) => seconds,
  example: { inputs: { seconds: 10 }, value: 10, text: 'spec.minReadySeconds is 10' },
});

export const antiAffinity = defineRule({
  id: 'rollout.antiAffinity',
  title: 'Pods keep away from those of the stable version',
  statement:
    'With antiAffinity the pods of a new version do not share nodes with those of the stable one, until it is stable itself.',
  template: 'the stable version is {stableHash}',
  source: 'utils/replicaset/replicaset.go GenerateReplicaSetAffinity',
  explains: 'detail',
  path: 'spec.template.spec.affinity',
  inputs: { stableHash: isTextOrNull, affinity: isAnything },
  formula: ({ affinity }) => affinity,
  example: {
    inputs: { stableHash: '5cd66ff7ff', affinity: null },
    value: null,
    text: 'the stable version is 5cd66ff7ff',
  },
});

export const ephemeralTemplate = defineRule({
  id: 'rollout.ephemeralMetadata.template',
  title: 'New pods get the metadata of their side',
  statement:
    'Labels and annotations of canaryMetadata, stableMetadata, previewMetadata or activeMetadata are in the pod template of the ReplicaSet of that side, and only there.',
  template: 'new pods get the metadata of their side',
  source: 'rollout/ephemeralmetadata.go syncEphemeralMetadata',
  explains: 'detail',
  path: 'spec.template.metadata',
  inputs: { metadata: isAnything },
  formula: ({ metadata }) => metadata,
  example: {
    inputs: { metadata: { labels: { role: 'canary' } } },
    value: { labels: { role: 'canary' } },
    text: 'new pods get the metadata of their side',
  },
});

export const ephemeralRemembered = defineRule({
  id: 'rollout.ephemeralMetadata.remembered',
  title: 'A ReplicaSet remembers what its side put in',
  statement: 'An annotation holds the metadata that the side put in, so that it can be taken out again.',
  template: 'the ReplicaSet remembers the metadata of its side',
  source: 'utils/replicaset/canary.go SyncReplicaSetEphemeralPodMetadata',
  explains: 'detail',
  path: `metadata.annotations[${EPHEMERAL_METADATA_ANNOTATION}]`,
  inputs: { metadata: isTextOrNull },
  formula: ({ metadata }) => metadata,
  example: {
    inputs: { metadata: '{"labels":{"role":"canary"}}' },
    value: '{"labels":{"role":"canary"}}',
    text: 'the ReplicaSet remembers the metadata of its side',
  },
});

export const ephemeralPod = defineRule({
  id: 'rollout.ephemeralMetadata.pod',
  title: 'Pods carry the metadata of their side',
  statement: 'Pods that run get the labels and annotations of their side, and lose those of the side before.',
  template: 'the pod gets the metadata of its side',
  source: 'rollout/ephemeralmetadata.go syncEphemeralMetadata',
  explains: 'detail',
  path: 'metadata.{labels,annotations}',
  inputs: { metadata: isAnything },
  formula: ({ metadata }) => metadata,
  example: {
    inputs: { metadata: { labels: { role: 'canary' }, annotations: null } },
    value: { labels: { role: 'canary' }, annotations: null },
    text: 'the pod gets the metadata of its side',
  },
});

export const podRestart = defineRule({
  id: 'rollout.restart',
  title: 'A restart deletes pods a few at a time',
  statement:
    'Pods older than spec.restartAt are evicted in the order of their names, as many at once as maxUnavailable allows (at least one).',
  template: 'the pod is older than {restartAt}; {canRestart} may go now',
  source: 'rollout/restart.go RolloutPodRestarter.Reconcile',
  explains: 'pods',
  path: '',
  inputs: { restartAt: isText, createdAt: isTextOrNull, canRestart: isInt },
  formula: ({ restartAt, createdAt, canRestart }) =>
    (parseTime(createdAt ?? '') ?? 0) < (parseTime(restartAt) ?? 0) && canRestart > 0 ? null : undefined,
  example: {
    inputs: { restartAt: '2026-01-01T00:01:00Z', createdAt: '2026-01-01T00:00:00Z', canRestart: 1 },
    value: null,
    text: 'the pod is older than 2026-01-01T00:01:00Z; 1 may go now',
  },
});

/** The reference by which a rollout owns a ReplicaSet. */
function ownerOf(name: string, uid: string): Json {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export const replicaSetAdopted = defineRule({
  id: 'rollout.ownership.adopted',
  title: 'A rollout adopts what its selector matches',
  statement: 'ReplicaSets without an owner that match spec.selector get the rollout as their owner.',
  template: 'the selector of rollout {rollout} matches, and nobody owns it',
  source: 'pkg/controller/controller_ref_manager.go ReplicaSetControllerRefManager.ClaimReplicaSets',
  explains: 'revision',
  path: 'metadata.ownerReferences',
  inputs: { rollout: isText, uid: isText, matches: isFlag, owners: isInt },
  formula: ({ rollout, uid, matches, owners }) => (matches && owners === 0 ? ownerOf(rollout, uid) : undefined),
  example: {
    inputs: { rollout: 'shop', uid: '1', matches: true, owners: 0 },
    value: ownerOf('shop', '1'),
    text: 'the selector of rollout shop matches, and nobody owns it',
  },
});

export const replicaSetReleased = defineRule({
  id: 'rollout.ownership.released',
  title: 'A rollout releases what its selector no longer matches',
  statement: 'Owned ReplicaSets that no longer match spec.selector lose the rollout as their owner.',
  template: 'the selector of rollout {rollout} no longer matches',
  source: 'pkg/controller/controller_ref_manager.go ReplicaSetControllerRefManager.ClaimReplicaSets',
  explains: 'revision',
  path: 'metadata.ownerReferences',
  inputs: { rollout: isText, matches: isFlag },
  formula: ({ matches }) => (matches ? undefined : null),
  example: {
    inputs: { rollout: 'shop', matches: false },
    value: null,
    text: 'the selector of rollout shop no longer matches',
  },
});

export const workloadGeneration = defineRule({
  id: 'rollout.workloadRef.generation',
  title: 'A change of the referenced workload wakes the rollout',
  statement: 'The rollout carries the generation of the workload that its template comes from.',
  template: 'the workload has generation {generation}',
  source: 'rollout/templateref.go updateRolloutsReferenceAnnotation',
  explains: 'detail',
  path: `metadata.annotations[${WORKLOAD_GENERATION_ANNOTATION}]`,
  inputs: { generation: isIntOrNull },
  formula: ({ generation }) => String(generation ?? 0),
  example: { inputs: { generation: 2 }, value: '2', text: 'the workload has generation 2' },
});

export const workloadGone = defineRule({
  id: 'rollout.workloadRef.onsuccess',
  title: 'The referenced workload goes when the rollout is healthy',
  statement: 'With scaleDown onsuccess the Deployment loses its pods when revision 1 of the rollout is healthy.',
  template: 'revision {revision} is {phase}, and workloadRef.scaleDown is {scaleDown}',
  source: 'rollout/scale_utils.go scaleDeployment, rollout/sync.go promoteStable',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { scaleDown: isText, phase: isTextOrNull, revision: isInt },
  formula: ({ scaleDown, phase }) =>
    phase === 'Healthy' && (scaleDown === 'onsuccess' || scaleDown === 'progressively') ? 0 : undefined,
  example: {
    inputs: { scaleDown: 'onsuccess', phase: 'Healthy', revision: 1 },
    value: 0,
    text: 'revision 1 is Healthy, and workloadRef.scaleDown is onsuccess',
  },
});

export const workloadMakesRoom = defineRule({
  id: 'rollout.workloadRef.progressively',
  title: 'The referenced workload makes room pod by pod',
  statement: 'With scaleDown progressively the Deployment keeps the pods that revision 1 has not ready yet.',
  template: '{ready} of {replicas} pods of the rollout are ready: the Deployment keeps {value}',
  source: 'rollout/scale_utils.go scaleDeployment, rollout/replicaset.go reconcileNewReplicaSet',
  explains: 'scale',
  path: 'spec.replicas',
  inputs: { scaleDown: isText, replicas: isInt, ready: isInt },
  formula: ({ scaleDown, replicas, ready }) =>
    scaleDown === 'progressively' ? Math.max(0, replicas - ready) : undefined,
  example: {
    inputs: { scaleDown: 'progressively', replicas: 5, ready: 2 },
    value: 3,
    text: '2 of 5 pods of the rollout are ready: the Deployment keeps 3',
  },
});

export const rolloutReplicasDefault = defineRule({
  id: 'rollout.replicas.default',
  title: 'A rollout has a size',
  statement: 'A missing spec.replicas is written as 1, since a HorizontalPodAutoscaler needs the field.',
  template: 'spec.replicas is missing: {replicas}',
  source: 'rollout/controller.go syncHandler',
  explains: 'replicas',
  path: 'spec.replicas',
  inputs: { given: isIntOrNull, replicas: isInt },
  formula: ({ given, replicas }) => (given === null ? replicas : undefined),
  example: { inputs: { given: null, replicas: 1 }, value: 1, text: 'spec.replicas is missing: 1' },
});

export const revisionHistory = defineRule({
  id: 'rollout.revisionHistoryLimit',
  title: 'Old ReplicaSets are forgotten',
  statement: 'More ReplicaSets without pods than revisionHistoryLimit: the oldest are deleted.',
  template: '{old} old ReplicaSets, limit {limit}',
  source: 'rollout/sync.go reconcileRevisionHistoryLimit',
  explains: 'revision',
  path: '',
  inputs: { limit: isInt, old: isInt, pods: isInt },
  formula: ({ limit, old, pods }) => (old > limit && pods === 0 ? null : undefined),
  example: { inputs: { limit: 2, old: 3, pods: 0 }, value: null, text: '3 old ReplicaSets, limit 2' },
});
