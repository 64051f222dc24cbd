import { EXPERIMENT, type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import { getExperimentView } from '../../plugin/views/get-experiment.ts';
import { getRolloutView } from '../../plugin/views/get-rollout.ts';
import { EXIT } from '../exit-codes.ts';
import { namespaceOf } from '../../session/find-object.ts';
import type { ViewOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { viewOrError } from '../../session/instant.ts';
import { view } from './view.ts';

const VIEWS = {
  rollout: { resource: ROLLOUT, viewOf: getRolloutView },
  experiment: { resource: EXPERIMENT, viewOf: getExperimentView },
} as const;

/** `get rollout NAME`, `get experiment NAME`: the plugin's own view. */
export async function get(
  terminal: Terminal,
  kind: keyof typeof VIEWS,
  name: string,
  paths: readonly string[],
  options: ViewOptions,
): Promise<number> {
  const { viewOf } = VIEWS[kind];
  const resource: Resource<KubeObject> = VIEWS[kind].resource;
  return view(terminal, paths, options, (timeline) => {
    const namespace = namespaceOf(timeline, resource, name, options.namespace);
    const color = terminal.outHasColour;
    return {
      text: ({ reader, nowMs }) => viewOrError(() => viewOf(reader, { namespace, name, nowMs, color })),
      json: ({ reader }) => reader.find(resource, namespace, name) ?? null,
      exit: ({ reader }) =>
        reader.find(resource, namespace, name) === undefined ? EXIT.notAsExpected : EXIT.asExpected,
    };
  });
}
