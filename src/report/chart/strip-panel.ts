import type { JsonObject } from '../../api/json.ts';
import type { BandRow, ChartData } from './chart-data.ts';
import { bandsWithRoom, PLOT_WIDTH } from './label-layout.ts';
import { PALETTE } from './palette.ts';
import { timeAxis, timeChannel } from './scales.ts';

const STRIP_HEIGHT = 25;

/** How a band of the strips is filled; the phases get darker from Healthy to Degraded. */
export const LOOKS = {
  weight: PALETTE.band,
  healthy: PALETTE.healthy,
  paused: PALETTE.paused,
  progressing: PALETTE.progressing,
  degraded: PALETTE.degraded,
} as const;

interface StripRow extends BandRow {
  readonly strip: 'weight' | 'phase';
  readonly look: string;
}

function stripRows(data: ChartData): readonly StripRow[] {
  return [
    ...data.weights.map((band): StripRow => ({ ...band, strip: 'weight', look: 'weight' })),
    ...data.phases.map((band): StripRow => ({ ...band, strip: 'phase', look: band.label })),
  ];
}

/** Below the pods: the weight in force and the phase, as two strips of bands, and the axis of time. */
export function stripPanel(data: ChartData): JsonObject {
  const { end } = data;
  const rows = stripRows(data);
  const strips = data.weights.length === 0 ? ['phase'] : ['weight', 'phase'];
  const x = timeChannel('from', end, timeAxis(end));
  const y = {
    field: 'strip',
    type: 'nominal',
    scale: { domain: strips, paddingInner: 0.16, paddingOuter: 0.02 },
    axis: { title: null, domain: false, ticks: false, labelPadding: 6 },
  };
  return {
    width: PLOT_WIDTH,
    height: strips.length * STRIP_HEIGHT,
    layer: [bandLayer(rows, x, y), labelLayer(rows, end, x, y)],
  };
}

function bandLayer(rows: readonly StripRow[], x: JsonObject, y: JsonObject): JsonObject {
  const scale = { domain: Object.keys(LOOKS), range: Object.values(LOOKS) };
  return {
    data: { name: 'strips', values: rows.map((row) => ({ ...row })) },
    mark: { type: 'rect', stroke: PALETTE.quiet, strokeWidth: 0.6 },
    encoding: { x, x2: { field: 'to' }, y, fill: { field: 'look', type: 'nominal', scale, legend: null } },
  };
}

/** The names of the bands that have room for them. */
function labelLayer(rows: readonly StripRow[], end: number, x: JsonObject, y: JsonObject): JsonObject {
  const roomy = new Set<BandRow>(bandsWithRoom(rows, end));
  const values = rows.filter((row) => roomy.has(row)).map((row) => ({ ...row, from: (row.from + row.to) / 2 }));
  return {
    data: { name: 'stripLabels', values },
    mark: { type: 'text', fontSize: 10.5 },
    encoding: {
      x,
      y,
      text: { field: 'label' },
      color: { condition: { test: "datum.look === 'degraded'", value: PALETTE.onDark }, value: PALETTE.ink },
    },
  };
}

/** Phases of which some band is too narrow for its name: the key has to tell what their fill means. */
export function phasesToExplain(data: ChartData): readonly (keyof typeof LOOKS)[] {
  const roomy = new Set(bandsWithRoom(data.phases, data.end));
  const unnamed = new Set(data.phases.filter((band) => !roomy.has(band)).map((band) => band.label));
  const phases = ['healthy', 'paused', 'progressing', 'degraded'] as const;
  return phases.filter((phase) => unnamed.has(phase));
}
