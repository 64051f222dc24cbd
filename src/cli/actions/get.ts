import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import { namespaceOf } from '../../session/find-object.ts';
import { viewOrError, workloadView } from '../../session/instant.ts';
import type { WorkloadKind } from '../../timeline/facts/workloads.ts';
import { EXIT } from '../exit-codes.ts';
import type { ViewOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { refusePathAsName, view } from './view.ts';

const RESOURCES: Readonly<Record<WorkloadKind, Resource<KubeObject>>> = {
  Rollout: ROLLOUT,
  Deployment: DEPLOYMENT,
  Experiment: EXPERIMENT,
  AnalysisRun: ANALYSIS_RUN,
};

/** `get rollout NAME`, `get experiment NAME`: the plugin's own view; `get deployment NAME`, `get analysisrun NAME`: one of the same form. */
export async function get(
  terminal: Terminal,
  kind: WorkloadKind,
  name: string,
  paths: readonly string[],
  options: ViewOptions,
): Promise<number> {
  const resource = RESOURCES[kind];
  refusePathAsName(kind.toLowerCase(), name, paths, options);
  return view(terminal, paths, options, (timeline) => {
    const namespace = namespaceOf(timeline, resource, name, options.namespace);
    const color = terminal.outHasColour;
    return {
      text: (instant) => viewOrError(() => workloadView(instant, { kind, namespace, name }, color)),
      json: ({ reader }) => reader.find(resource, namespace, name) ?? null,
      exit: ({ reader }) =>
        reader.find(resource, namespace, name) === undefined ? EXIT.notAsExpected : EXIT.asExpected,
    };
  });
}
