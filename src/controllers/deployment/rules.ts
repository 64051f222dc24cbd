import { defineUncheckedRule, type Rule } from '../../api/reason.ts';

export const deploymentNewReplicaSet = defineUncheckedRule<'revision' | 'replicas'>({
  id: 'deployment.newReplicaSet',
  title: 'A new template makes a ReplicaSet',
  statement:
    'A pod template without a ReplicaSet gets one, with the next revision, as large as the strategy allows at once.',
  template: 'the template is new: revision {revision}, {replicas} pods at first',
  source: 'pkg/controller/deployment/sync.go getNewReplicaSet',
  explains: 'revision',
  example: { inputs: { revision: 2, replicas: 1 }, text: 'the template is new: revision 2, 1 pods at first' },
});

export const deploymentRevision = defineUncheckedRule<'revision'>({
  id: 'deployment.revision',
  title: 'The current ReplicaSet has the highest revision',
  statement:
    "The ReplicaSet of the current template carries the highest revision, the deployment's annotations and its minReadySeconds; the deployment carries the same revision.",
  template: 'revision {revision} is current',
  source: 'pkg/controller/deployment/sync.go getNewReplicaSet',
  explains: 'revision',
  example: { inputs: { revision: 4 }, text: 'revision 4 is current' },
});

export const deploymentScaled = defineUncheckedRule<'replicas' | 'paused'>({
  id: 'deployment.scaled',
  title: 'A deployment that is scaled or paused shares its pods',
  statement:
    'When spec.replicas differs from what the ReplicaSets remember, or while the deployment is paused, the controller only scales: a single ReplicaSet gets all pods, several share the difference in proportion to their size.',
  template: 'spec.replicas is {replicas} (paused: {paused})',
  source: 'pkg/controller/deployment/sync.go sync, scale',
  explains: 'scale',
  example: { inputs: { replicas: 15, paused: false }, text: 'spec.replicas is 15 (paused: false)' },
});

export const deploymentRollingUp = defineUncheckedRule<'replicas' | 'surge' | 'total' | 'size'>({
  id: 'deployment.rolling.up',
  title: 'New pods fill the room that maxSurge leaves',
  statement: 'All versions together may have spec.replicas and maxSurge pods; the new version takes what is free.',
  template: '{total} of {replicas} pods plus surge {surge} exist: the new version grows to {size}',
  source: 'pkg/controller/deployment/util/deployment_util.go NewRSNewReplicas',
  explains: 'scale',
  example: {
    inputs: { replicas: 10, surge: 3, total: 12, size: 6 },
    text: '12 of 10 pods plus surge 3 exist: the new version grows to 6',
  },
});

export const deploymentUnhealthyDown = defineUncheckedRule<'unavailable'>({
  id: 'deployment.rolling.unhealthy',
  title: 'Unhealthy old pods go first',
  statement: 'Pods of older versions that are not available are removed before any other, so that they block nothing.',
  template: 'pods of older versions that are not available: {unavailable}',
  source: 'pkg/controller/deployment/rolling.go cleanupUnhealthyReplicas',
  explains: 'scale',
  example: { inputs: { unavailable: 2 }, text: 'pods of older versions that are not available: 2' },
});

export const deploymentRollingDown = defineUncheckedRule<'available' | 'least' | 'room'>({
  id: 'deployment.rolling.down',
  title: 'Old pods go as availability allows',
  statement:
    'Of the available pods, spec.replicas less maxUnavailable stay; older versions lose the rest, oldest first.',
  template: '{available} pods available, {least} must stay: {room} of older versions may go',
  source: 'pkg/controller/deployment/rolling.go scaleDownOldReplicaSetsForRollingUpdate',
  explains: 'scale',
  example: {
    inputs: { available: 11, least: 8, room: 3 },
    text: '11 pods available, 8 must stay: 3 of older versions may go',
  },
});

export const deploymentRecreate = defineUncheckedRule<'step'>({
  id: 'deployment.recreate',
  title: 'Recreate stops the old version, then starts the new one',
  statement: 'All pods of older versions go at once; only when none runs any more does the new version get its pods.',
  template: 'Recreate: {step}',
  source: 'pkg/controller/deployment/recreate.go rolloutRecreate',
  explains: 'scale',
  example: { inputs: { step: 'the old version stops' }, text: 'Recreate: the old version stops' },
});

export const deploymentHistory = defineUncheckedRule<'limit' | 'old'>({
  id: 'deployment.revisionHistoryLimit',
  title: 'Old ReplicaSets are forgotten',
  statement:
    'When a rollout is complete, ReplicaSets without pods beyond revisionHistoryLimit are deleted, lowest first.',
  template: '{old} old ReplicaSets, limit {limit}',
  source: 'pkg/controller/deployment/sync.go cleanupDeployment',
  explains: 'detail',
  example: { inputs: { limit: 2, old: 3 }, text: '3 old ReplicaSets, limit 2' },
});

export const deploymentRollback = defineUncheckedRule<'revision'>({
  id: 'deployment.rollback',
  title: 'A rollback takes over an old template',
  statement:
    'The template and the annotations of the revision become those of the deployment, which then rolls out as ever.',
  template: 'back to revision {revision}',
  source: 'pkg/controller/deployment/rollback.go rollbackToTemplate',
  explains: 'revision',
  example: { inputs: { revision: 1 }, text: 'back to revision 1' },
});

/** Every rule of the Deployment controller, in the order of ids. */
export const DEPLOYMENT_RULES: readonly Rule[] = [
  deploymentNewReplicaSet,
  deploymentRecreate,
  deploymentRevision,
  deploymentHistory,
  deploymentRollback,
  deploymentRollingDown,
  deploymentUnhealthyDown,
  deploymentRollingUp,
  deploymentScaled,
].sort((a, b) => (a.id < b.id ? -1 : 1));
