import type { JsonObject } from '../../api/json.ts';
import { chartConfig } from '../chart/config.ts';
import { timeTicks } from '../chart/label-layout.ts';
import { PALETTE } from '../chart/palette.ts';
import { podTicks, TIME_LABEL, timeScale } from '../chart/scales.ts';
import { type AreaRow, areasOf, type Fill, FILLS, sharesOf } from './chart-rows.ts';
import type { ComparisonReport, StrategyReport } from './schema.ts';
import { verdictOf, versionNames } from './words.ts';

const PODS_WIDTH = 560;
const SHARE_WIDTH = 250;
const HEIGHT = 76;

/**
 * The Vega-Lite specification of a comparison: one row for each strategy, on the left the pods that answered and those that were missing, on the
 * right who met the new version. What is missing is the darkest of all: it shows in black and white, too. Data is inline; nothing is loaded.
 */
export function comparisonChart(report: ComparisonReport): JsonObject {
  const { workload, strategies } = report;
  const { from, to } = versionNames(report);
  const most = Math.max(1, ...strategies.map(mostOf));
  const last = strategies.length - 1;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `Pods of ${workload.name} that answer, and the share of callers on ${to}, from the change on, for each strategy.`,
    title: { text: `${workload.name}: from ${from} to ${to}`, anchor: 'start', frame: 'group', offset: 6 },
    background: PALETTE.paper,
    padding: 12,
    spacing: 14,
    vconcat: [
      ...strategies.map((strategy, index) =>
        strategyRow(strategy, { end: report.spanMs / 1000, most, isLast: index === last }),
      ),
      keyPanel(to),
    ],
    config: chartConfig(),
  };
}

interface RowOptions {
  /** Seconds. */
  readonly end: number;
  readonly most: number;
  readonly isLast: boolean;
}

function mostOf({ moments }: StrategyReport): number {
  return Math.max(...moments.map((one) => Math.max(one.desired, one.availableOld + one.availableNew)));
}

function strategyRow(strategy: StrategyReport, options: RowOptions): JsonObject {
  const { end, most, isLast } = options;
  const { sign, tone, text } = verdictOf(strategy);
  return {
    title: {
      text: `${sign} ${strategy.title}`,
      subtitle: text,
      subtitleColor: tone === 'bad' ? PALETTE.degraded : PALETTE.quiet,
      anchor: 'start',
      fontSize: 12.5,
      offset: 4,
    },
    spacing: 16,
    hconcat: [
      {
        width: PODS_WIDTH,
        height: HEIGHT,
        layer: [
          areaLayer(areasOf(strategy, end), {
            end,
            axis: isLast ? timeAxis('pods that answer, from the change on', end) : null,
            scale: { domain: [0, most], nice: false },
            y: upAxis({ values: podTicks(most), extent: 24 }),
          }),
          desiredLayer(strategy, options),
        ],
      },
      {
        width: SHARE_WIDTH,
        height: HEIGHT,
        layer: [
          areaLayer(sharesOf(strategy, end), {
            end,
            axis: isLast ? timeAxis('callers by the version they meet', end) : null,
            scale: { domain: [0, 1], nice: false },
            y: upAxis({ values: [0, 0.5, 1], extent: 36, format: '.0%' }),
          }),
        ],
      },
    ],
  };
}

function timeAxis(title: string, end: number): JsonObject {
  return { title, titleAnchor: 'start', values: timeTicks(end), labelExpr: TIME_LABEL, grid: false, tickSize: 4 };
}

interface UpAxis {
  readonly values: readonly number[];
  /** Pixels for the labels, the same in every row. */
  readonly extent: number;
  readonly format?: string;
}

function upAxis({ values, extent, format }: UpAxis): JsonObject {
  const looks = { title: null, domain: false, ticks: false, labelPadding: 6, minExtent: extent, maxExtent: extent };
  return { ...looks, values, ...(format === undefined ? {} : { format }) };
}

interface AreaOptions {
  readonly end: number;
  readonly axis: JsonObject | null;
  readonly scale: JsonObject;
  readonly y: JsonObject;
}

function areaLayer(rows: readonly AreaRow[], { end, axis, scale, y }: AreaOptions): JsonObject {
  return {
    data: { values: rows.map((row) => ({ ...row })) },
    mark: { type: 'rect', strokeWidth: 1 },
    encoding: {
      x: { field: 'from', type: 'quantitative', scale: timeScale(end), axis },
      x2: { field: 'to' },
      y: { field: 'low', type: 'quantitative', scale, axis: y },
      y2: { field: 'high' },
      fill: fillChannel(),
      stroke: fillChannel(),
    },
  };
}

function fillChannel(): JsonObject {
  return {
    field: 'fill',
    type: 'nominal',
    scale: { domain: Object.keys(FILLS), range: Object.values(FILLS) },
    legend: null,
  };
}

/** The pods asked for, as a dotted line. */
function desiredLayer({ moments }: StrategyReport, { end, most }: RowOptions): JsonObject {
  const rows = moments.map(({ sinceMs, desired }) => ({ t: sinceMs / 1000, desired }));
  const values = [...rows, { t: end, desired: rows.at(-1)?.desired ?? 0 }];
  return {
    data: { values },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.4, strokeDash: [1, 3], color: PALETTE.ink },
    encoding: {
      x: { field: 't', type: 'quantitative', scale: timeScale(end) },
      y: { field: 'desired', type: 'quantitative', scale: { domain: [0, most], nice: false } },
    },
  };
}

/** What the fills mean. */
function keyPanel(to: string): JsonObject {
  const items: readonly { readonly fill: Fill; readonly label: string; readonly at: number }[] = [
    { fill: 'old', label: 'old version', at: 0 },
    { fill: 'new', label: to, at: 130 },
    { fill: 'missing', label: 'wanted, but does not answer', at: 330 },
  ];
  const across = (field: string): JsonObject => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, PODS_WIDTH], nice: false },
    axis: null,
  });
  return {
    width: PODS_WIDTH,
    height: 14,
    data: { values: items.map((item) => ({ ...item, to: item.at + 22, text: item.at + 28 })) },
    layer: [
      { mark: { type: 'rect' }, encoding: { x: across('at'), x2: { field: 'to' }, fill: fillChannel() } },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', color: PALETTE.quiet, limit: 240 },
        encoding: { x: across('text'), text: { field: 'label' } },
      },
    ],
  };
}
