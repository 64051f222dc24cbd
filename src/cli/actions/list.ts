import { EXPERIMENT, type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import { listExperimentsView } from '../../plugin/views/list-experiments.ts';
import { listRolloutsView } from '../../plugin/views/list-rollouts.ts';
import type { ListOptions } from '../commands/list.ts';
import type { Terminal } from '../terminal.ts';
import { view } from './view.ts';

const VIEWS = {
  rollouts: { resource: ROLLOUT, viewOf: listRolloutsView },
  experiments: { resource: EXPERIMENT, viewOf: listExperimentsView },
} as const;

/** `list rollouts`, `list experiments`: the plugin's own lists. */
export async function list(
  terminal: Terminal,
  kind: keyof typeof VIEWS,
  paths: readonly string[],
  options: ListOptions,
): Promise<number> {
  const { viewOf } = VIEWS[kind];
  const resource: Resource<KubeObject> = VIEWS[kind].resource;
  const namespace = options.namespace ?? 'default';
  const scope = options.allNamespaces === true ? {} : { namespace };
  const none =
    options.allNamespaces === true ? 'No resources found.\n' : `No resources found in ${namespace} namespace.\n`;
  return view(terminal, paths, options, () => ({
    text: ({ reader, nowMs }) => {
      const text = viewOf(reader, { ...scope, nowMs });
      if (text === '') terminal.err(none);
      return text;
    },
    json: ({ reader }) => reader.list(resource, scope.namespace),
  }));
}
