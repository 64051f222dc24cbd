import { EXPERIMENT, type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import { listExperimentsView } from '../../plugin/views/list-experiments.ts';
import { listRolloutsView } from '../../plugin/views/list-rollouts.ts';
import { namespaceOfList } from '../../session/find-object.ts';
import type { ViewOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { view } from './view.ts';

export interface ListOptions extends ViewOptions {
  readonly allNamespaces?: boolean;
}

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
  return view(terminal, paths, options, (timeline) => {
    const isAll = options.allNamespaces === true;
    const namespace = isAll ? undefined : namespaceOfList(timeline, resource, options.namespace);
    return {
      text: ({ reader, nowMs }) => {
        const text = viewOf(reader, { nowMs, ...(namespace === undefined ? {} : { namespace }) });
        if (text === '')
          terminal.err(`No resources found${namespace === undefined ? '' : ` in ${namespace} namespace`}.\n`);
        return text;
      },
      json: ({ reader }) => reader.list(resource, namespace),
    };
  });
}
