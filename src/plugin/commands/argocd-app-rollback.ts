import type { Application, RevisionHistory } from '../../api/argocd/application.ts';
import { isAutomated } from '../../api/argocd/policy.ts';
import { APP_NAMESPACE, appCommand, applicationName, applicationOf } from '../argocd/application-of.ts';
import { setOperation, USER } from '../argocd/set-operation.ts';
import { type Command, CommandError, word } from '../command.ts';

/** The sync of that number, or the one before the last. Source: cmd/argocd/commands/app.go findRevisionHistory */
function historyEntry({ metadata, status }: Application, id: string | undefined): RevisionHistory {
  const history = status?.history ?? [];
  const name = metadata.name ?? '';
  const found = id === undefined ? history.at(-2) : history.find((entry) => String(entry.id) === id);
  if (found !== undefined) return found;
  throw new CommandError(
    id === undefined
      ? `application '${name}' should have at least two successful deployments`
      : `application '${name}' does not have deployment id '${id}' in history`,
  );
}

/** Syncs to a revision of the history; refused while auto-sync is on. Source: server/application/application.go Rollback */
export const argocdAppRollback: Command = {
  program: 'argocd',
  words: appCommand(word('rollback')),
  about: 'Sync an Application to a revision that it had before.',
  usage: 'APPNAME [ID]',
  least: 1,
  most: 2,
  flags: [APP_NAMESPACE, { name: 'prune', about: 'Allow objects that the revision has not to be deleted.' }],
  read: (args) => {
    const [, id] = args.operands;
    if (id !== undefined && !/^\d+$/.test(id.text)) return { refused: id };
    return {
      mentions: [],
      run: ({ api }) => {
        const app = applicationOf(api, applicationName(args));
        const { revision, source } = historyEntry(app, id?.text);
        if (isAutomated(app)) throw new CommandError('rollback cannot be initiated when auto-sync is enabled');
        const syncOptions = app.spec.syncPolicy?.syncOptions;
        const prune = args.isOn('prune');
        setOperation(api, app, {
          sync: { revision, prune, syncOptions, syncStrategy: { apply: {} }, source },
          initiatedBy: { username: USER },
          retry: {},
        });
      },
    };
  },
};
