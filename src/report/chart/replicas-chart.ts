import type { JsonObject } from '../../api/json.ts';
import type { RolloutName } from '../../timeline/rollout-facts.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { type ChartData, chartData, type MarkRow } from './chart-data.ts';
import { bandsWithRoom, lineLabels, PLOT_WIDTH, placeMarks, timeTicks } from './label-layout.ts';
import { PALETTE } from './palette.ts';

const PLOT_HEIGHT = 230;
const MARK_ROW_HEIGHT = 17;
const STRIP_HEIGHT = 50;
const FONT = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif';

/** `95` → `1m35s`, as the timeline writes times. */
const TIME_LABEL =
  "datum.value < 60 ? datum.value + 's' : datum.value < 3600 ? floor(datum.value / 60) + 'm' + (datum.value % 60 ? datum.value % 60 + 's' : '') : floor(datum.value / 3600) + 'h' + (datum.value % 3600 ? floor(datum.value % 3600 / 60) + 'm' : '')";

/** The roles, told apart by colour, by dash and by the shape of their points. */
const ROLES = {
  domain: ['stable', 'canary', 'older'],
  colours: [PALETTE.stable, PALETTE.canary, PALETTE.older],
  dashes: [
    [1, 0],
    [7, 3],
    [2, 3],
  ],
  shapes: ['circle', 'triangle-up', 'square'],
};

/**
 * The Vega-Lite specification of a rollout's pods over time: available pods of stable and canary as lines, what each
 * ReplicaSet wants as thin ones, the rollout's replicas as a dotted one; above them what people did, below them the weight
 * in force and the phase. Data is inline; nothing is loaded.
 */
export function replicasChart(timeline: Timeline, name: RolloutName): JsonObject {
  const data = chartData(timeline, name);
  const marks = placeMarks(data.marks, data.end);
  const rows = Math.max(0, ...marks.map((mark) => mark.row + 1));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `Pods of the rollout ${name.name} over time, by role; actions above, weight and phase below.`,
    background: PALETTE.paper,
    padding: 12,
    spacing: 6,
    bounds: 'flush',
    datasets: {
      marks: marks.map((mark) => ({ ...mark })),
      pods: data.pods.map((row) => ({ ...row })),
    },
    vconcat: [...(rows > 0 ? [marksPanel(rows, data.end)] : []), podsPanel(data), stripPanel(data)],
    config: chartConfig(),
  };
}

function chartConfig(): JsonObject {
  return {
    font: FONT,
    view: { stroke: null },
    axis: {
      labelColor: PALETTE.quiet,
      titleColor: PALETTE.quiet,
      titleFontWeight: 'normal',
      domainColor: PALETTE.line,
      tickColor: PALETTE.line,
      gridColor: PALETTE.line,
      labelFontSize: 11,
      titleFontSize: 11,
    },
    text: { fontSize: 11, color: PALETTE.ink },
  };
}

function timeScale(end: number): JsonObject {
  return { domain: [0, end], nice: false };
}

function time(end: number, axis: JsonObject | null): JsonObject {
  return { field: 't', type: 'quantitative', scale: timeScale(end), axis };
}

function marksPanel(rows: number, end: number): JsonObject {
  const label = (align: 'left' | 'right'): JsonObject => ({
    transform: [{ filter: `datum.align === '${align}'` }],
    mark: { type: 'text', align, baseline: 'middle', dx: align === 'left' ? 8 : -8 },
    encoding: { text: { field: 'label' } },
  });
  const point = (kind: MarkRow['kind'], shape: string): JsonObject => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'point', shape, filled: true, size: 46, opacity: 1, color: PALETTE.ink },
  });
  return {
    width: PLOT_WIDTH,
    height: rows * MARK_ROW_HEIGHT,
    data: { name: 'marks' },
    encoding: {
      x: time(end, null),
      y: {
        field: 'row',
        type: 'quantitative',
        scale: { domain: [-0.5, rows - 0.5], nice: false, zero: false },
        axis: null,
      },
    },
    layer: [
      {
        mark: { type: 'rule', color: PALETTE.quiet, strokeWidth: 1, strokeDash: [2, 2] },
        encoding: { y2: { datum: -0.5 } },
      },
      point('action', 'triangle-down'),
      point('stable', 'diamond'),
      label('left'),
      label('right'),
    ],
  };
}

function podsPanel(data: ChartData): JsonObject {
  const { end } = data;
  const most = Math.max(
    1,
    ...data.pods.map((row) => Math.max(row.available, row.wanted)),
    ...data.replicas.map((row) => row.replicas),
  );
  const pods = (field: string): JsonObject => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most * 1.12], nice: false },
  });
  const colour = {
    field: 'role',
    type: 'nominal',
    scale: { domain: ROLES.domain, range: ROLES.colours },
    legend: null,
  };
  const dash = { field: 'role', type: 'nominal', scale: { domain: ROLES.domain, range: ROLES.dashes }, legend: null };
  const shape = { field: 'role', type: 'nominal', scale: { domain: ROLES.domain, range: ROLES.shapes }, legend: null };
  const axis = {
    title: 'pods',
    tickMinStep: 1,
    values: podTicks(most),
    domain: false,
    ticks: false,
    labelPadding: 6,
    titleAngle: 0,
    titleAlign: 'right',
    titleX: -6,
    titleY: -4,
  };
  return {
    width: PLOT_WIDTH,
    height: PLOT_HEIGHT,
    data: { name: 'pods' },
    encoding: { x: time(end, { values: timeTicks(end), labels: false, ticks: false, grid: false, title: null }) },
    layer: [
      weightBands(data),
      actionRules(),
      {
        data: { name: 'replicas', values: data.replicas.map((row) => ({ ...row })) },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.2, strokeDash: [1, 3], color: PALETTE.ink },
        encoding: { y: { ...pods('replicas'), axis } },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1, opacity: 0.7 },
        encoding: { y: { ...pods('wanted'), axis }, color: colour, strokeDash: dash },
      },
      {
        mark: { type: 'area', interpolate: 'step-after', opacity: 0.1, line: false },
        encoding: { y: { ...pods('available'), axis, stack: null }, color: colour },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.4, strokeJoin: 'round' },
        encoding: { y: { ...pods('available'), axis }, color: colour, strokeDash: dash },
      },
      {
        transform: [{ filter: 'datum.available > 0' }],
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { y: { ...pods('available'), axis }, color: colour, shape },
      },
      roleLabels(data, colour, pods('value')),
    ],
  };
}

/** Whole numbers of pods for the axis, some eight at most. */
function podTicks(most: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  const step = steps.find((one) => most / one <= 8) ?? 10_000;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

function weightBands(data: ChartData): JsonObject {
  return {
    data: {
      name: 'weights',
      values: data.weights.map((band, index) => ({ ...band, shade: index % 2 === 0 ? 1 : 0.45 })),
    },
    mark: { type: 'rect', color: PALETTE.band },
    encoding: {
      x: { field: 'from', type: 'quantitative', scale: timeScale(data.end) },
      x2: { field: 'to' },
      opacity: { field: 'shade', type: 'quantitative', scale: null },
    },
  };
}

function actionRules(): JsonObject {
  return {
    data: { name: 'marks' },
    mark: { type: 'rule', color: PALETTE.quiet, strokeWidth: 1, strokeDash: [2, 2], opacity: 0.8 },
  };
}

function roleLabels(data: ChartData, colour: JsonObject, y: JsonObject): JsonObject {
  return {
    data: { name: 'names', values: lineLabels(data).map((label) => ({ ...label })) },
    mark: { type: 'text', fontWeight: 'bold', fontSize: 12, dy: -9 },
    encoding: { y, text: { field: 'role' }, color: colour },
  };
}

function stripPanel(data: ChartData): JsonObject {
  const { end } = data;
  const rows = [
    ...data.weights.map((band) => ({ ...band, strip: 'weight', look: 'weight' })),
    ...data.phases.map((band) => ({ ...band, strip: 'phase', look: band.label })),
  ];
  const roomy = new Set(bandsWithRoom(rows, end));
  const looks = ['weight', 'healthy', 'progressing', 'paused', 'degraded'];
  const x = { field: 'from', type: 'quantitative', scale: timeScale(end), axis: timeAxis(end) };
  const y = {
    field: 'strip',
    type: 'nominal',
    scale: { domain: ['weight', 'phase'], paddingInner: 0.16, paddingOuter: 0.02 },
    axis: { title: null, domain: false, ticks: false, labelPadding: 6 },
  };
  return {
    width: PLOT_WIDTH,
    height: STRIP_HEIGHT,
    layer: [
      {
        data: { name: 'strips', values: rows },
        mark: { type: 'rect', stroke: PALETTE.quiet, strokeWidth: 0.6 },
        encoding: {
          x,
          x2: { field: 'to' },
          y,
          fill: {
            field: 'look',
            type: 'nominal',
            scale: {
              domain: looks,
              range: [PALETTE.band, PALETTE.healthy, PALETTE.progressing, PALETTE.paused, PALETTE.degraded],
            },
            legend: null,
          },
        },
      },
      {
        data: {
          name: 'stripLabels',
          values: rows.filter((row) => roomy.has(row)).map((row) => ({ ...row, from: (row.from + row.to) / 2 })),
        },
        mark: { type: 'text', fontSize: 10.5 },
        encoding: {
          x,
          y,
          text: { field: 'label' },
          color: {
            condition: { test: "datum.look === 'degraded'", value: PALETTE.onDark },
            value: PALETTE.ink,
          },
        },
      },
    ],
  };
}

function timeAxis(end: number): JsonObject {
  return { title: null, values: timeTicks(end), labelExpr: TIME_LABEL, grid: false, labelFlush: true, tickSize: 4 };
}
