import type { Application, Operation, SyncOperationResource } from '../../api/argocd/application.ts';
import { isAutomated, sourceOf } from '../../api/argocd/policy.ts';
import { canSync } from '../../api/argocd/windows/sync-windows.ts';
import { APP_NAMESPACE, appCommand, applicationName, applicationOf } from '../argocd/application-of.ts';
import { setOperation, USER } from '../argocd/set-operation.ts';
import { windowsOf } from '../argocd/windows-of.ts';
import { type Arguments, type Command, CommandError, word } from '../command.ts';
import { TEXT, WHOLE_NUMBER } from '../flag-values.ts';

/** The retry strategy of the flag. Source: cmd/argocd/commands/app.go NewApplicationSyncCommand */
const BACKOFF = { duration: '5s', maxDuration: '3m0s', factor: 2 };

/** `argoproj.io:Rollout:shop,:Service:shop`: objects by group, kind and name. */
function selected(text: string | undefined): readonly SyncOperationResource[] {
  if (text === undefined) return [];
  return text.split(',').map((one) => {
    const [group = '', kind = '', name = ''] = one.split(':');
    return { group, kind, name };
  });
}

function operationOf(args: Arguments, app: Application): Operation {
  const limit = args.value('retry-limit');
  const retry = limit === undefined ? (app.spec.syncPolicy?.retry ?? {}) : { limit: Number(limit), backoff: BACKOFF };
  const options = app.spec.syncPolicy?.syncOptions ?? [];
  const apply = args.value('strategy') === 'apply';
  const force = args.isOn('force');
  return {
    sync: {
      source: sourceOf(app),
      revision: args.value('revision'),
      prune: args.isOn('prune'),
      dryRun: args.isOn('dry-run'),
      syncOptions: args.isOn('apply-out-of-sync-only') ? [...options, 'ApplyOutOfSyncOnly=true'] : options,
      syncStrategy: apply ? { apply: { force } } : { hook: { force } },
      resources: selected(args.value('resource')),
    },
    initiatedBy: { username: USER },
    retry,
  };
}

/** Starts a sync, as the real one with --async: it does not wait. Source: server/application/application.go Sync */
export const argocdAppSync: Command = {
  program: 'argocd',
  words: appCommand(word('sync')),
  about: 'Sync an Application with Git.',
  usage: 'APPNAME',
  least: 1,
  most: 1,
  flags: [
    APP_NAMESPACE,
    { name: 'revision', about: 'Sync to this revision.', value: TEXT },
    { name: 'prune', about: 'Allow objects that Git has not to be deleted.' },
    { name: 'dry-run', about: 'Only say what would be done.' },
    { name: 'force', about: 'Use a force apply.' },
    { name: 'strategy', about: 'apply (without hooks) or hook.', value: TEXT },
    { name: 'resource', about: 'Only these objects: GROUP:KIND:NAME, several with commas.', value: TEXT },
    { name: 'apply-out-of-sync-only', about: 'Only objects that differ.' },
    { name: 'retry-limit', about: 'How often a failed sync is tried again.', value: WHOLE_NUMBER },
    { name: 'async', about: 'Do not wait (a rehearsal never does).' },
  ],
  read: (args) => ({
    mentions: [],
    run: ({ api, nowMs }) => {
      const app = applicationOf(api, applicationName(args));
      const permit = canSync(windowsOf(api, app), true, nowMs);
      if (!permit.allowed) throw new CommandError(`cannot sync: ${permit.error ?? 'blocked by sync window'}`);
      const revision = args.value('revision') ?? '';
      const target = sourceOf(app).targetRevision || 'HEAD';
      if (revision !== '' && revision !== target && isAutomated(app) && !args.isOn('dry-run')) {
        throw new CommandError(`Cannot sync to ${revision}: auto-sync currently set to ${target}`);
      }
      setOperation(api, app, operationOf(args, app));
    },
  }),
};
