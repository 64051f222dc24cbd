import type { JsonObject } from '../../api/json.ts';
import type { ChartData } from './chart-data.ts';
import { PLOT_WIDTH, textWidthOf } from './label-layout.ts';
import { PALETTE } from './palette.ts';
import { LOOKS, phasesToExplain } from './strip-panel.ts';

const HEIGHT = 14;
const SAMPLE_WIDTH = 26;
const GAP = 22;

interface KeyItem {
  readonly label: string;
  readonly sample: 'available' | 'wanted' | 'replicas' | keyof typeof LOOKS;
}

/** What the kinds of lines mean, and the fills of bands that are too narrow for their names. */
export function keyPanel(data: ChartData): JsonObject {
  const items: readonly KeyItem[] = [
    { label: 'available', sample: 'available' },
    { label: 'wanted by the ReplicaSet', sample: 'wanted' },
    { label: 'replicas of the rollout', sample: 'replicas' },
    ...phasesToExplain(data).map((phase): KeyItem => ({ label: phase, sample: phase })),
  ];
  let at = 0;
  const values = items.map((item) => {
    const from = at;
    at += SAMPLE_WIDTH + textWidthOf(item.label) + GAP;
    return { ...item, from, to: from + SAMPLE_WIDTH - 4, text: from + SAMPLE_WIDTH + 2 };
  });
  const across = (field: string): JsonObject => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, PLOT_WIDTH], nice: false },
    axis: null,
  });
  return {
    width: PLOT_WIDTH,
    height: HEIGHT,
    data: { name: 'key', values },
    layer: [
      line('available', { strokeWidth: 2.6 }, across),
      line('wanted', { strokeWidth: 1 }, across),
      line('replicas', { strokeWidth: 1.4, strokeDash: [1, 3] }, across),
      {
        transform: [{ filter: "indexof(['available', 'wanted', 'replicas'], datum.sample) < 0" }],
        mark: { type: 'rect', stroke: PALETTE.quiet, strokeWidth: 0.6 },
        encoding: {
          x: across('from'),
          x2: { field: 'to' },
          fill: {
            field: 'sample',
            type: 'nominal',
            scale: { domain: Object.keys(LOOKS), range: Object.values(LOOKS) },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', color: PALETTE.quiet },
        encoding: { x: across('text'), text: { field: 'label' } },
      },
    ],
  };
}

function line(sample: KeyItem['sample'], look: JsonObject, across: (field: string) => JsonObject): JsonObject {
  return {
    transform: [{ filter: `datum.sample === '${sample}'` }],
    mark: { type: 'rule', color: PALETTE.ink, ...look },
    encoding: { x: across('from'), x2: { field: 'to' } },
  };
}
