import { instantAt, workloadViewAt, viewOrError } from '../../src/session/instant.ts';
import { withVerdicts } from '../../src/expect/verdicts.ts';
import { listRolloutsView } from '../../src/plugin/views/list-rollouts.ts';
import { replicasChart } from '../../src/report/chart/replicas-chart.ts';
import { trafficChart } from '../../src/report/chart/traffic-chart.ts';
import { runPage } from '../../src/report/html/page.ts';
import { textReporter } from '../../src/report/text/run-text.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import type { Rehearsal } from '../../src/scenario/rehearsal.ts';
import { runObserved } from '../../src/simulation/run.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import { workloadsOf } from '../../src/timeline/facts/workloads.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';

/** The parts of the product that the swarm exercises, as the command line puts them together. */

export type { Rehearsal, Timeline };
export { readTimeline, writeTimeline };

const FOLDER = 'world';

/** The rehearsal in a folder with these files, or the diagnostics that refuse it. */
export function load(texts: ReadonlyMap<string, string>): Rehearsal | string {
  const files = {
    read: (path: string) => texts.get(path.startsWith(`${FOLDER}/`) ? path.slice(FOLDER.length + 1) : path),
    isFolder: (path: string) => path === FOLDER,
    list: () => [...texts.keys()].sort(),
    problem: () => undefined,
  };
  const { rehearsal, diagnostics } = loadRehearsal(files, [FOLDER]);
  return rehearsal ?? formatDiagnostics(diagnostics.filter(({ severity }) => severity === 'error'));
}

/** Thrown for a run that reconciles without end. */
export class BudgetError extends Error {}

/** The timeline of a rehearsal with its verdicts. Throws a BudgetError beyond this number of reconciles. */
export function run({ world, expectations, hash }: Rehearsal, mostReconciles: number): Timeline {
  const { timeline } = runObserved(world, {
    hash,
    tool: 'swarm',
    progressEvery: 50,
    onProgress: ({ reconciles, atMs }) => {
      if (reconciles > mostReconciles) throw new BudgetError(`${reconciles} reconciles by ${atMs} ms`);
    },
  });
  return withVerdicts(timeline, expectations);
}

/** Everything that people read about a run, with the views at some instants, each by its name. */
export function textsOfReports(
  { remarks }: Rehearsal,
  timeline: Timeline,
  atMs: readonly number[],
): Map<string, string> {
  const texts = new Map<string, string>();
  const reporter = textReporter({ width: 100, style: plainStyle, quiet: false, verbose: true });
  texts.set('text', [...(reporter.run?.({ timeline, remarks, next: [] }) ?? [])].join(''));
  const workloads = workloadsOf(timeline);
  for (const workload of workloads) {
    const name = `${workload.kind} ${workload.name}`;
    texts.set(`chart of ${name}`, JSON.stringify(replicasChart(timeline, workload)));
    for (const at of atMs) texts.set(`get ${name} at ${at}`, workloadViewAt(timeline, workload, at));
  }
  for (const flow of timeline.header.traffic?.flows ?? []) {
    texts.set(`traffic chart of ${flow.name}`, JSON.stringify(trafficChart(timeline, flow)));
  }
  for (const at of atMs) {
    const { reader, nowMs } = instantAt(timeline, at);
    texts.set(
      `list rollouts at ${at}`,
      viewOrError(() => listRolloutsView(reader, { nowMs })),
    );
  }
  const options = { command: `rehearse run ${FOLDER}`, remarks, assets: { program: '', style: '' } };
  texts.set('page', runPage(timeline, options));
  return texts;
}
