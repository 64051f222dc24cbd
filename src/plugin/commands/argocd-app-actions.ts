import type { Application, ResourceStatus } from '../../api/argocd/application.ts';
import { isAutomated } from '../../api/argocd/policy.ts';
import { APPLICATION } from '../../api/argocd/resources.ts';
import { ANALYSIS_RUN, type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import { APP_NAMESPACE, appCommand, applicationName, applicationOf } from '../argocd/application-of.ts';
import {
  type ActionPatch,
  analysisRunAction,
  analysisRunActions,
  type OfferedAction,
  rolloutAction,
  rolloutActions,
} from '../argocd/resource-actions.ts';
import { type Arguments, type Command, type CommandContext, CommandError, type Flag, word } from '../command.ts';
import { TEXT } from '../flag-values.ts';
import { formatTable } from '../views/table.ts';

const FILTERS: readonly Flag[] = [
  APP_NAMESPACE,
  { name: 'kind', about: 'The kind of the object.', value: TEXT },
  { name: 'group', about: 'Its group.', value: TEXT },
  { name: 'resource-name', about: 'Its name.', value: TEXT },
  { name: 'all', about: 'All objects that fit, if there are several.' },
];

/** The objects of an Application that the flags mean, the Application among them. Source: cmd/util/app.go FilterResources */
function chosen(args: Arguments, app: Application): readonly ResourceStatus[] {
  const { namespace, name } = app.metadata;
  const own: ResourceStatus = { group: APPLICATION.group, kind: APPLICATION.kind, namespace, name };
  const fits = (wanted: string | undefined, found: string | undefined): boolean =>
    wanted === undefined || wanted === (found ?? '');
  return [...(app.status?.resources ?? []), own].filter(
    (resource) =>
      fits(args.value('kind'), resource.kind) &&
      fits(args.value('group'), resource.group) &&
      fits(args.value('resource-name'), resource.name) &&
      fits(args.value('namespace'), resource.namespace),
  );
}

/** Writes the object and its status apart, where the status is a subresource. Source: server/application/application.go patchResource */
function write<T extends KubeObject>(
  api: ApiServer,
  resource: Resource<T>,
  { namespace = '', name = '' }: ResourceStatus,
  { spec, status }: ActionPatch,
): void {
  if (spec !== undefined) api.patch(resource, namespace, name, { spec });
  if (status === undefined) return;
  const options = resource.statusSubresource ? ({ subresource: 'status' } as const) : {};
  api.patch(resource, namespace, name, { status }, options);
}

/** Source: server/application/application.go RunResourceActionV2 */
function runOn({ api, nowMs }: CommandContext, action: string, target: ResourceStatus): void {
  const { kind = '', namespace = '', name = '' } = target;
  const patch = patchOf(api, nowMs, action, target);
  if (patch === undefined) throw new CommandError(`error getting Lua resource action: built-in script does not exist`);
  if (kind === ROLLOUT.kind) write(api, ROLLOUT, { namespace, name }, patch);
  else if (kind === ANALYSIS_RUN.kind) write(api, ANALYSIS_RUN, { namespace, name }, patch);
  else write(api, APPLICATION, { namespace, name }, patch);
}

function patchOf(api: ApiServer, nowMs: number, action: string, target: ResourceStatus): ActionPatch | undefined {
  const { kind, namespace = '', name = '' } = target;
  if (kind === ROLLOUT.kind) return rolloutAction(action, api.get(ROLLOUT, namespace, name), nowMs);
  if (kind === ANALYSIS_RUN.kind) return analysisRunAction(action);
  if (kind !== APPLICATION.kind || action !== 'toggle-auto-sync') return undefined;
  const enabled = !isAutomated(api.get(APPLICATION, namespace, name));
  return { spec: { syncPolicy: { automated: { enabled } } } };
}

/** Runs an action on objects of an Application; its kind must be said. Source: cmd/argocd/commands/app_actions.go NewApplicationResourceActionsRunCommand */
export const argocdAppActionsRun: Command = {
  program: 'argocd',
  words: appCommand(word('actions'), word('run')),
  about:
    'Run an action on objects of an Application: promote-full, abort, retry, resume, restart, pause, skip-current-step.',
  usage: 'APPNAME ACTION --kind KIND',
  least: 2,
  most: 2,
  flags: FILTERS,
  read: (args) => {
    const [, action] = args.operands;
    if (args.value('kind') === undefined || action === undefined) return { refused: undefined };
    return {
      mentions: [],
      run: (context) => {
        const targets = chosen(args, applicationOf(context.api, applicationName(args)));
        if (targets.length === 0) throw new CommandError('no matching resource found');
        if (targets.length > 1 && !args.isOn('all')) {
          throw new CommandError('multiple resources match inputs. Use the --all flag to patch multiple resources');
        }
        for (const target of targets) runOn(context, action.text, target);
      },
    };
  },
};

function offered(api: ApiServer, { kind, namespace = '', name = '' }: ResourceStatus): readonly OfferedAction[] {
  if (kind === ROLLOUT.kind) {
    const rollout = api.find(ROLLOUT, namespace, name);
    return rollout === undefined ? [] : rolloutActions(rollout);
  }
  const run = kind === ANALYSIS_RUN.kind ? api.find(ANALYSIS_RUN, namespace, name) : undefined;
  return run === undefined ? [] : analysisRunActions(run);
}

/** Source: cmd/argocd/commands/app_actions.go NewApplicationResourceActionsListCommand */
export const argocdAppActionsList: Command = {
  program: 'argocd',
  words: appCommand(word('actions'), word('list')),
  about: 'List the actions that objects of an Application offer.',
  usage: 'APPNAME',
  least: 1,
  most: 1,
  flags: FILTERS,
  read: (args) => ({
    mentions: [],
    run: ({ api, print }) => {
      const targets = chosen(args, applicationOf(api, applicationName(args)));
      const rows = targets.flatMap((target) =>
        [...offered(api, target)]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, disabled }) => [
            target.group ?? '',
            target.kind ?? '',
            target.name ?? '',
            name,
            String(disabled),
          ]),
      );
      print(formatTable([['GROUP', 'KIND', 'NAME', 'ACTION', 'DISABLED'], ...rows]));
    },
  }),
};
