import type { JsonObject } from '../../api/json.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { TrafficFlow } from '../../timeline/traffic.ts';
import { chartConfig } from './config.ts';
import { placeMarks, PLOT_WIDTH, timeTicks } from './label-layout.ts';
import { marksPanel } from './marks-panel.ts';
import { PALETTE } from './palette.ts';
import { timeAxis, timeChannel } from './scales.ts';
import { trafficChartData, type TrafficChartData, type TrafficRow } from './traffic-data.ts';

const HEIGHT = 90;

/** Colours of versions in the order in which they came, then again from the first. */
const COLOURS = [PALETTE.stable, PALETTE.canary, PALETTE.older, '#1a7f37', '#8250df', '#9a6700'] as const;

/** One line of each version. */
interface Line {
  readonly field: Exclude<keyof TrafficRow, 't' | 'version' | 'part'>;
  readonly width: number;
  readonly dash?: number[];
}

interface Panel {
  /** What is measured, and what its lines mean. */
  readonly title: string;
  readonly lines: readonly Line[];
}

const THICK = 2.2;
const THIN = 1.1;

const PANELS: readonly Panel[] = [
  { title: 'requests a second', lines: [{ field: 'perSecond', width: THICK }] },
  { title: 'failed answers, %', lines: [{ field: 'errors', width: THICK }] },
  {
    title: 'latency, ms: median (thin), 95th (thick) and 99th percentile (dotted)',
    lines: [
      { field: 'p50', width: THIN },
      { field: 'p95', width: THICK },
      { field: 'p99', width: THIN, dash: [1, 3] },
    ],
  },
  {
    title: 'share of callers, %: asked for (thin), in force (dashed), real (thick)',
    lines: [
      { field: 'share', width: THICK },
      { field: 'desired', width: THIN },
      { field: 'propagated', width: THIN, dash: [5, 3] },
    ],
  },
];

const CAPACITY: Panel = {
  title: 'requests a second: what its pods can do (dashed), what came (thick)',
  lines: [
    { field: 'perSecond', width: THICK },
    { field: 'capacity', width: THIN, dash: [5, 3] },
  ],
};

/** The Vega-Lite specification of a flow's traffic over time, by version. Data is inline; nothing is loaded. */
export function trafficChart(timeline: Timeline, flow: TrafficFlow): JsonObject {
  const data = trafficChartData(timeline, flow);
  const marks = placeMarks(data.marks, data.end);
  const rows = Math.max(0, ...marks.map((mark) => mark.row + 1));
  const isLimited = data.rows.some(({ capacity }) => capacity !== null);
  const panels = isLimited ? [...PANELS, CAPACITY] : PANELS;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `Requests to ${flow.name} over time, by version: how many, failures, latency, shares, capacity.`,
    title: { text: `Traffic to ${flow.name}`, anchor: 'start', frame: 'group', limit: PLOT_WIDTH, offset: 8 },
    background: PALETTE.paper,
    padding: 12,
    spacing: 30,
    bounds: 'flush',
    datasets: { marks: marks.map((mark) => ({ ...mark })), traffic: data.rows.map((row) => ({ ...row })) },
    vconcat: [
      ...(rows > 0 ? [marksPanel(rows, data.end)] : []),
      ...panels.map((panel, index) => panelOf(panel, data, index === panels.length - 1)),
    ],
    config: chartConfig(),
  };
}

function panelOf({ title, lines }: Panel, data: TrafficChartData, isLast: boolean): JsonObject {
  const axis = isLast
    ? timeAxis(data.end)
    : { values: timeTicks(data.end), labels: false, ticks: false, grid: false, title: null };
  const most = Math.max(1e-6, ...data.rows.flatMap((row) => lines.map(({ field }) => row[field] ?? 0)));
  return {
    width: PLOT_WIDTH,
    height: HEIGHT,
    title: { text: title, anchor: 'start', fontSize: 11, fontWeight: 'normal', color: PALETTE.quiet, offset: 4 },
    data: { name: 'traffic' },
    encoding: { x: timeChannel('t', data.end, axis) },
    layer: [
      {
        data: { name: 'marks' },
        mark: { type: 'rule', color: PALETTE.quiet, strokeWidth: 1, strokeDash: [2, 2], opacity: 0.8 },
      },
      ...lines.map((line) => lineLayer(line, data.versions, most)),
    ],
  };
}

function lineLayer({ field, width, dash }: Line, versions: readonly string[], most: number): JsonObject {
  return {
    mark: {
      type: 'line',
      interpolate: 'step-after',
      strokeWidth: width,
      ...(dash === undefined ? {} : { strokeDash: dash }),
    },
    encoding: {
      y: {
        field,
        type: 'quantitative',
        scale: { domain: [0, most * 1.05], nice: false },
        axis: { title: null, tickCount: 4, domain: false, ticks: false, labelPadding: 6 },
      },
      color: {
        field: 'version',
        type: 'nominal',
        scale: {
          domain: [...versions],
          range: versions.map((_, index) => COLOURS[index % COLOURS.length] ?? PALETTE.ink),
        },
        legend: { title: null, orient: 'top', offset: 2, symbolType: 'stroke', symbolStrokeWidth: 3 },
      },
      detail: { field: 'part' },
    },
  };
}
