import type { JsonObject } from '../api/json.ts';
import type { TextHash } from '../api/sha256.ts';
import { renderSvg } from '../report/chart/render-svg.ts';
import { replicasChart } from '../report/chart/replicas-chart.ts';
import { trafficChart } from '../report/chart/traffic-chart.ts';
import { type PageAssets, runPage } from '../report/html/page.ts';
import { workloadLabel } from '../report/workload-label.ts';
import { joinPath } from '../scenario/files.ts';
import { timelineLines } from '../timeline/json-lines.ts';
import { type WorkloadName, workloadsOf } from '../timeline/facts/workloads.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { TextFile } from './text-file.ts';

export interface ReportOptions {
  /** The command line that makes the run again. */
  readonly command: string;
  readonly remarks: readonly string[];
  /** What every page carries. */
  readonly assets: PageAssets;
  /** Hashes the timeline; absent: by the code here. */
  readonly newHash?: () => TextHash;
}

/** The folder of a run's reports. Names of scenarios are checked when they are read; this keeps any name inside the folder. */
export function reportFolder(root: string, timeline: Timeline): string {
  return folderOf(root, timeline.header.scenario.name);
}

/** The folder of the reports about something of this name. */
export function folderOf(root: string, named: string): string {
  const name = named.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '');
  return joinPath(root, name === '' ? 'rehearsal' : name);
}

/** Everything that is written about a run: timeline, charts, page. */
export async function reportFiles(
  timeline: Timeline,
  { newHash, ...options }: ReportOptions,
): Promise<readonly TextFile[]> {
  const files: TextFile[] = [
    {
      name: 'timeline.jsonl',
      text: timelineLines(timeline, { rows: true, ...(newHash === undefined ? {} : { newHash }) }),
    },
  ];
  const drawable = workloadsOf(timeline).filter(({ kind }) => kind !== 'AnalysisRun');
  for (const workload of drawable) {
    const drawn = await chartFiles(chartStem(workload, drawable), replicasChart(timeline, workload));
    files.push(...drawn);
  }
  const flows = timeline.header.traffic?.flows ?? [];
  for (const flow of flows) {
    const stem = flows.length === 1 ? 'traffic' : `traffic-${flow.name.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
    const drawn = await chartFiles(stem, trafficChart(timeline, flow));
    files.push(...drawn);
  }
  // The page names the hash of the timeline, which is known when the timeline has been written.
  const page = function* (): Generator<string> {
    yield runPage(timeline, options);
  };
  return [...files, { name: 'index.html', text: page() }];
}

/** The two files of a chart. */
async function chartFiles(stem: string, specification: JsonObject): Promise<readonly TextFile[]> {
  return [
    { name: `${stem}.vl.json`, text: `${JSON.stringify(specification, null, 2)}\n` },
    { name: `${stem}.svg`, text: await renderSvg(specification) },
  ];
}

/** `replicas` for the only workload, else with its name; with its kind and its namespace if that is needed to tell it apart. */
function chartStem(workload: WorkloadName, all: readonly WorkloadName[]): string {
  return all.length === 1 ? 'replicas' : `replicas-${workloadLabel(workload, all).replaceAll('/', '-')}`;
}
