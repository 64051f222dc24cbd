import { REFRESH_ANNOTATION } from '../../api/argocd/names.ts';
import { isCompleted } from '../../api/argocd/policy.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { APP_NAMESPACE, appCommand, applicationName, applicationOf } from '../argocd/application-of.ts';
import { type Command, CommandError, word } from '../command.ts';
import { applicationHistory } from '../views/application-history.ts';
import { applicationView } from '../views/application.ts';

/** Source: cmd/argocd/commands/app.go NewApplicationGetCommand */
export const argocdAppGet: Command = {
  program: 'argocd',
  words: appCommand(word('get')),
  about: 'Show an Application and its objects.',
  usage: 'APPNAME',
  least: 1,
  most: 1,
  flags: [
    APP_NAMESPACE,
    { name: 'refresh', about: 'Compare it with Git again; shown is what was known before.' },
    { name: 'hard-refresh', about: 'The same here: manifests are not cached.' },
    { name: 'show-operation', about: 'Show the last sync as well.' },
  ],
  read: (args) => ({
    mentions: [],
    run: ({ api, nowMs, print }) => {
      const name = applicationName(args);
      print(applicationView(api, name, { nowMs, showOperation: args.isOn('show-operation') }));
      const hard = args.isOn('hard-refresh');
      if (!hard && !args.isOn('refresh')) return;
      const annotations = { [REFRESH_ANNOTATION]: hard ? 'hard' : 'normal' };
      api.patch(APPLICATION, name.namespace, name.name, { metadata: { annotations } });
    },
  }),
};

/** Source: cmd/argocd/commands/app.go NewApplicationHistoryCommand */
export const argocdAppHistory: Command = {
  program: 'argocd',
  words: appCommand(word('history')),
  about: 'List the revisions that an Application was synced to.',
  usage: 'APPNAME',
  least: 1,
  most: 1,
  flags: [APP_NAMESPACE],
  read: (args) => ({
    mentions: [],
    run: ({ api, print }) => print(applicationHistory(applicationOf(api, applicationName(args)))),
  }),
};

/** Source: server/application/application.go TerminateOperation */
export const argocdAppTerminate: Command = {
  program: 'argocd',
  words: appCommand(word('terminate-op')),
  about: 'End the sync that is under way.',
  usage: 'APPNAME',
  least: 1,
  most: 1,
  flags: [APP_NAMESPACE],
  read: (args) => ({
    mentions: [],
    run: ({ api }) => {
      const { metadata, operation, status } = applicationOf(api, applicationName(args));
      const state = status?.operationState;
      if (operation === undefined || state === undefined || isCompleted(state.phase)) {
        throw new CommandError('Unable to terminate operation. No operation is in progress');
      }
      const operationState = { phase: 'Terminating', message: 'operation is terminating' };
      api.patch(APPLICATION, metadata.namespace ?? '', metadata.name ?? '', { status: { operationState } });
    },
  }),
};
