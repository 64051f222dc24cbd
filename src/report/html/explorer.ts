import { isSameWorkload, type WorkloadName, workloadsOf } from '../../timeline/facts/workloads.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../durations.ts';
import type { Moment } from '../moment.ts';
import { escapeHtml, scriptJson } from './escape.ts';
import { workloadLabel } from '../workload-label.ts';
import { momentCaption } from './timeline-section.ts';

/** A drawn chart of one workload. */
export interface ChartPicture {
  readonly workload: WorkloadName;
  readonly svg: string;
}

/** What `get` prints of a workload at an instant. */
export type ViewAt = (workload: WorkloadName, atMs: number) => string;

/** Longer runs show this many of their moments, evenly spread: a page stays a page. */
const MOST_MOMENTS = 400;

/** Longer views are cut. */
const MOST_LINES = 300;

/** What the script of the page needs: the moments, and for each workload its view at each of them. */
export interface ExplorerData {
  readonly times: readonly number[];
  readonly labels: readonly string[];
  readonly captions: readonly string[];
  readonly workloads: readonly WorkloadExplorer[];
  readonly left: number;
}

interface WorkloadExplorer {
  readonly of: WorkloadName;
  readonly name: string;
  readonly command: string;
  readonly label: string;
  readonly views: readonly string[];
  /** For each moment the position of its view. */
  readonly viewOf: readonly number[];
  /** Where the plot stands in the picture, as shares of its width, and the seconds that it spans. */
  readonly plot: { readonly left: number; readonly width: number; readonly endMs: number } | undefined;
}

export function explorerData(
  timeline: Timeline,
  moments: readonly Moment[],
  charts: readonly ChartPicture[],
  viewAt: ViewAt,
): ExplorerData {
  const shown = spread(moments);
  const workloads = workloadsOf(timeline);
  return {
    times: shown.map((moment) => moment.atMs),
    labels: shown.map((moment) => formatSpan(moment.atMs)),
    captions: shown.map(momentCaption),
    left: moments.length - shown.length,
    workloads: workloads.map((workload) => {
      const chart = charts.find((one) => isSameWorkload(one.workload, workload));
      const views: string[] = [];
      const viewOf = shown.map((moment) => positionIn(views, shortened(viewAt(workload, moment.atMs))));
      const endMs = Math.max(timeline.header.totals.endMs, 1000);
      const label = workloadLabel(workload, workloads);
      return {
        of: workload,
        name: workload.name,
        command: commandOf(workload),
        label,
        views,
        viewOf,
        plot: chart === undefined ? undefined : plotOf(chart.svg, endMs),
      };
    }),
  };
}

function spread(moments: readonly Moment[]): readonly Moment[] {
  if (moments.length <= MOST_MOMENTS) return moments;
  const step = (moments.length - 1) / (MOST_MOMENTS - 1);
  return Array.from({ length: MOST_MOMENTS }, (_, index) => moments[Math.round(index * step)]).filter(
    (moment) => moment !== undefined,
  );
}

/** A view with thousands of pods, cut to what somebody reads. */
function shortened(view: string): string {
  const lines = view.split('\n');
  if (lines.length <= MOST_LINES) return view;
  return `${lines.slice(0, MOST_LINES).join('\n')}\n… ${lines.length - MOST_LINES} more lines\n`;
}

function positionIn(views: string[], view: string): number {
  const known = views.lastIndexOf(view);
  return known >= 0 ? known : views.push(view) - 1;
}

/** The plot's place in a picture: Vega moves its root group to the upper left corner of the plot. */
function plotOf(svg: string, endMs: number): WorkloadExplorer['plot'] {
  const total = Number(/viewBox="0 0 (\d+(?:\.\d+)?) /.exec(svg)?.[1]);
  const left = Number(/stroke-miterlimit="\d+" transform="translate\((\d+(?:\.\d+)?)/.exec(svg)?.[1]);
  const width = Number(/class="background"[^>]*d="M0,0h([1-9]\d*)v/.exec(svg)?.[1]);
  if (!(total > 0) || !(left >= 0) || !(width > 0)) return undefined;
  return { left: left / total, width: width / total, endMs };
}

/** The chart with a line at the chosen instant, the slider, and the view of the kubectl plugin at that instant. */
export function explorerSection(data: ExplorerData, charts: readonly ChartPicture[]): string {
  if (data.workloads.length === 0 || data.times.length === 0) return '';
  const last = data.times.length - 1;
  const parts = data.workloads.map((workload, index) =>
    workloadPart(
      workload,
      index,
      charts.find((chart) => isSameWorkload(chart.workload, workload.of)),
      last,
    ),
  );
  const note =
    data.left === 0 ? '' : `<p class="hint">The run has ${data.left} more moments; these are evenly spread.</p>`;
  return `<section class="explorer" id="explorer">
<h2>Moment by moment</h2>
<div class="player">
<button type="button" id="back" title="One moment back" aria-label="One moment back">◀</button>
<input type="range" id="moment" min="0" max="${last}" value="${last}" step="1" aria-label="Moment of the run">
<button type="button" id="on" title="One moment on" aria-label="One moment on">▶</button>
<output id="clock" for="moment">${escapeHtml(data.labels[last] ?? '')}</output>
</div>
<p class="caption" id="caption">${escapeHtml(data.captions[last] ?? '')}</p>
${note}${parts.join('\n')}
<script type="application/json" id="data">${scriptJson(data)}</script>
</section>`;
}

function workloadPart(
  workload: WorkloadExplorer,
  index: number,
  chart: ChartPicture | undefined,
  last: number,
): string {
  const view = workload.views[workload.viewOf[last] ?? 0] ?? '';
  const picture =
    chart === undefined
      ? ''
      : `<figure class="chart"><div class="plot" data-workload="${index}"><img alt="${escapeHtml(`Pods of ${workload.label} over time, by role; the timeline below tells the same in words`)}" src="data:image/svg+xml;base64,${base64(chart.svg)}"><div class="cursor" hidden></div></div></figure>`;
  return `${picture}
<p class="prompt">$ ${escapeHtml(workload.command)}${workload.label === workload.name ? '' : ` <span>in ${escapeHtml(workload.label)}</span>`}</p>
<pre class="view" data-workload="${index}" tabindex="0">${escapeHtml(view)}</pre>`;
}

/** What somebody types to see such a view. */
function commandOf({ kind, name }: WorkloadName): string {
  const isOfPlugin = kind === 'Rollout' || kind === 'Experiment';
  return `${isOfPlugin ? 'kubectl argo rollouts get' : 'rehearse get'} ${kind.toLowerCase()} ${name}`;
}

/** The bytes of a text in UTF-8, as a data address takes them. */
export function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
