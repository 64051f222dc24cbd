import { type RolloutName, rolloutsOf } from '../../timeline/facts/rollouts.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../../text/durations.ts';
import type { Moment } from '../moment.ts';
import { escapeHtml, scriptJson } from './escape.ts';
import { rolloutLabel } from '../rollout-label.ts';
import { momentCaption } from './timeline-section.ts';

/** A drawn chart of one rollout. */
export interface ChartPicture {
  readonly rollout: RolloutName;
  readonly svg: string;
}

/** What `kubectl argo rollouts get rollout` would print at an instant. */
export type ViewAt = (rollout: RolloutName, atMs: number) => string;

/** Longer runs show this many of their moments, evenly spread: a page stays a page. */
const MOST_MOMENTS = 400;

/** Longer views are cut. */
const MOST_LINES = 300;

/** What the script of the page needs: the moments, and for each rollout its view at each of them. */
export interface ExplorerData {
  readonly times: readonly number[];
  readonly labels: readonly string[];
  readonly captions: readonly string[];
  readonly rollouts: readonly RolloutExplorer[];
  readonly left: number;
}

interface RolloutExplorer {
  readonly name: string;
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
  const rollouts = rolloutsOf(timeline);
  return {
    times: shown.map((moment) => moment.atMs),
    labels: shown.map((moment) => formatSpan(moment.atMs)),
    captions: shown.map(momentCaption),
    left: moments.length - shown.length,
    rollouts: rollouts.map((rollout) => {
      const chart = charts.find(
        (one) => one.rollout.name === rollout.name && one.rollout.namespace === rollout.namespace,
      );
      const views: string[] = [];
      const viewOf = shown.map((moment) => positionIn(views, shortened(viewAt(rollout, moment.atMs))));
      const endMs = Math.max(timeline.header.totals.endMs, 1000);
      const label = rolloutLabel(rollout, rollouts);
      return {
        name: rollout.name,
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
function plotOf(svg: string, endMs: number): RolloutExplorer['plot'] {
  const total = Number(/viewBox="0 0 (\d+(?:\.\d+)?) /.exec(svg)?.[1]);
  const left = Number(/stroke-miterlimit="\d+" transform="translate\((\d+(?:\.\d+)?)/.exec(svg)?.[1]);
  const width = Number(/class="background"[^>]*d="M0,0h([1-9]\d*)v/.exec(svg)?.[1]);
  if (!(total > 0) || !(left >= 0) || !(width > 0)) return undefined;
  return { left: left / total, width: width / total, endMs };
}

/** The chart with a line at the chosen instant, the slider, and the view of the kubectl plugin at that instant. */
export function explorerSection(data: ExplorerData, charts: readonly ChartPicture[]): string {
  if (data.rollouts.length === 0 || data.times.length === 0) return '';
  const last = data.times.length - 1;
  const parts = data.rollouts.map((rollout, index) => rolloutPart(rollout, index, charts[index], last));
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

function rolloutPart(rollout: RolloutExplorer, index: number, chart: ChartPicture | undefined, last: number): string {
  const view = rollout.views[rollout.viewOf[last] ?? 0] ?? '';
  const picture =
    chart === undefined
      ? ''
      : `<figure class="chart"><div class="plot" data-rollout="${index}"><img alt="${escapeHtml(`Pods of ${rollout.label} over time, by role; the timeline below tells the same in words`)}" src="data:image/svg+xml;base64,${base64(chart.svg)}"><div class="cursor" hidden></div></div></figure>`;
  return `${picture}
<p class="prompt">$ kubectl argo rollouts get rollout ${escapeHtml(rollout.name)}${rollout.label === rollout.name ? '' : ` <span>in ${escapeHtml(rollout.label)}</span>`}</p>
<pre class="view" data-rollout="${index}" tabindex="0">${escapeHtml(view)}</pre>`;
}

/** The bytes of a text in UTF-8, as a data address takes them. */
export function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
