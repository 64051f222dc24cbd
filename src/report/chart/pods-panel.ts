import type { JsonObject } from '../../api/json.ts';
import type { ChartData } from './chart-data.ts';
import { lineLabels, PLOT_WIDTH, timeTicks } from './label-layout.ts';
import { PALETTE } from './palette.ts';
import { podTicks, ROLE_COLOUR, ROLE_DASH, ROLE_SHAPE, timeChannel, timeScale } from './scales.ts';

const HEIGHT = 230;

/** The pods: available ones as thick lines, wanted ones as thin lines, the rollout's replicas dotted. Uses the data sets `pods` and `marks`. */
export function podsPanel(data: ChartData): JsonObject {
  const { end } = data;
  const most = mostPods(data);
  const pods = (field: string): JsonObject => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most * 1.12], nice: false },
    axis: podAxis(most),
  });
  return {
    width: PLOT_WIDTH,
    height: HEIGHT,
    data: { name: 'pods' },
    encoding: {
      x: timeChannel('t', end, { values: timeTicks(end), labels: false, ticks: false, grid: false, title: null }),
    },
    layer: [
      weightBands(data),
      actionRules(),
      {
        data: { name: 'replicas', values: data.replicas.map((row) => ({ ...row })) },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.4, strokeDash: [1, 3], color: PALETTE.ink },
        encoding: { y: pods('replicas') },
      },
      {
        mark: { type: 'area', interpolate: 'step-after', opacity: 0.1, line: false },
        encoding: { y: { ...pods('available'), stack: null }, color: ROLE_COLOUR, detail: { field: 'part' } },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1 },
        encoding: { y: pods('wanted'), color: ROLE_COLOUR, detail: { field: 'part' } },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.6, strokeJoin: 'round' },
        encoding: { y: pods('available'), color: ROLE_COLOUR, strokeDash: ROLE_DASH, detail: { field: 'part' } },
      },
      {
        transform: [{ filter: 'datum.turn && datum.available > 0' }],
        mark: { type: 'point', filled: true, size: 38, opacity: 1 },
        encoding: { y: pods('available'), color: ROLE_COLOUR, shape: ROLE_SHAPE },
      },
      {
        data: { name: 'names', values: lineLabels(data).map((label) => ({ ...label })) },
        mark: { type: 'text', fontWeight: 'bold', fontSize: 12, dy: -9 },
        encoding: { y: pods('value'), text: { field: 'name' }, color: ROLE_COLOUR },
      },
    ],
  };
}

function mostPods({ pods, replicas }: ChartData): number {
  let most = 1;
  for (const { available, wanted } of pods) most = Math.max(most, available, wanted);
  for (const row of replicas) most = Math.max(most, row.replicas);
  return most;
}

function podAxis(most: number): JsonObject {
  return {
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
