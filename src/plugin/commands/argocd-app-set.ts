import { APPLICATION } from '../../api/argocd/resources.ts';
import type { JsonObject } from '../../api/json.ts';
import { APP_NAMESPACE, appCommand, applicationName, applicationOf } from '../argocd/application-of.ts';
import { type Arguments, type Command, word } from '../command.ts';
import { isTrue, TEXT } from '../flag-values.ts';

/** Source: cmd/util/app.go SetAppSpecOptions */
function automatedPatch(args: Arguments): JsonObject | null | undefined {
  const policy = args.value('sync-policy');
  if (policy === 'none' || policy === 'manual') return null;
  const prune = args.value('auto-prune');
  const selfHeal = args.value('self-heal');
  if (policy === undefined && prune === undefined && selfHeal === undefined) return undefined;
  return {
    ...(prune === undefined ? {} : { prune: isTrue(prune) }),
    ...(selfHeal === undefined ? {} : { selfHeal: isTrue(selfHeal) }),
    ...(policy === undefined ? {} : { enabled: null }),
  };
}

/** Changes how an Application is synced. Source: cmd/argocd/commands/app.go NewApplicationSetCommand */
export const argocdAppSet: Command = {
  program: 'argocd',
  words: appCommand(word('set')),
  about: 'Change how an Application is synced.',
  usage: 'APPNAME',
  least: 1,
  most: 1,
  flags: [
    APP_NAMESPACE,
    { name: 'sync-policy', about: 'automated, or none.', value: TEXT },
    { name: 'auto-prune', about: 'Whether automated syncs prune.' },
    { name: 'self-heal', about: 'Whether changes of the cluster are taken back.' },
    { name: 'revision', about: 'The revision that it follows.', value: TEXT },
  ],
  read: (args) => {
    const policy = args.value('sync-policy');
    if (policy !== undefined && !['automated', 'auto', 'none', 'manual'].includes(policy))
      return { refused: undefined };
    return {
      mentions: [],
      run: ({ api }) => {
        const { metadata } = applicationOf(api, applicationName(args));
        const automated = automatedPatch(args);
        const revision = args.value('revision');
        const spec = {
          ...(automated === undefined ? {} : { syncPolicy: { automated } }),
          ...(revision === undefined ? {} : { source: { targetRevision: revision } }),
        };
        api.patch(APPLICATION, metadata.namespace ?? '', metadata.name ?? '', { spec });
      },
    };
  },
};
