import { defineUncheckedRule, type Rule } from '../../api/reason.ts';

export const compared = defineUncheckedRule<'reason' | 'revision' | 'sync' | 'health'>({
  id: 'argocd.compared',
  title: 'Git and cluster are compared',
  statement:
    'An Application is Synced if applying the manifests of its revision would change nothing that is not ignored; its health is that of its worst object.',
  template: '{reason}: {sync} with {revision}, {health}',
  source: 'controller/state.go CompareAppState, controller/health.go setApplicationHealth',
  explains: 'app',
  example: {
    inputs: { reason: 'comparison expired', revision: '1a2b3c4', sync: 'OutOfSync', health: 'Healthy' },
    text: 'comparison expired: OutOfSync with 1a2b3c4, Healthy',
  },
});

export const autoSynced = defineUncheckedRule<'revision' | 'objects'>({
  id: 'argocd.autosync',
  title: 'Argo CD syncs a new revision by itself',
  statement:
    'With automated sync an Application that is OutOfSync is synced once to each revision; one that was tried is not tried again, unless by selfHeal.',
  template: '{objects} OutOfSync with {revision}, which was not synced yet: automated sync',
  source: 'controller/appcontroller.go autoSync, alreadyAttemptedSync',
  explains: 'sync',
  example: {
    inputs: { revision: '1a2b3c4', objects: 1 },
    text: '1 OutOfSync with 1a2b3c4, which was not synced yet: automated sync',
  },
});

export const selfHealed = defineUncheckedRule<'revision' | 'objects' | 'attempt'>({
  id: 'argocd.selfheal',
  title: 'Self-heal takes back a change of the cluster',
  statement:
    'With selfHeal objects that differ from a revision that is synced already are synced again: at once, then 2 s, 6 s, 18 s … after the last sync, at most 300 s, until another revision comes.',
  template: '{objects} changed in the cluster since {revision} was synced: selfHeal, attempt {attempt}',
  source: 'controller/appcontroller.go autoSync, selfHealRemainingBackoff',
  explains: 'sync',
  example: {
    inputs: { revision: '1a2b3c4', objects: 1, attempt: 2 },
    text: '1 changed in the cluster since 1a2b3c4 was synced: selfHeal, attempt 2',
  },
});

export const operated = defineUncheckedRule<'phase' | 'message'>({
  id: 'argocd.operation',
  title: 'A sync goes on or ends',
  statement:
    'A sync applies its phases and waves one after the other, waiting for hooks to complete and, if there is more than one, for objects to be Healthy; the last one is only applied.',
  template: '{phase}: {message}',
  source: 'gitops-engine/pkg/sync/sync_context.go Sync',
  explains: 'sync',
  example: {
    inputs: { phase: 'Succeeded', message: 'successfully synced (all tasks run)' },
    text: 'Succeeded: successfully synced (all tasks run)',
  },
});

export const ARGO_CD_RULES: readonly Rule[] = [compared, autoSynced, selfHealed, operated];
