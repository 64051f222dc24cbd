import type { JsonObject } from '../../api/json.ts';
import type { MarkRow } from './chart-data.ts';
import { PLOT_WIDTH } from './label-layout.ts';
import { PALETTE } from './palette.ts';
import { timeChannel } from './scales.ts';

const ROW_HEIGHT = 17;

/** Above the pods: what people did, and which version became stable, each at its time. Uses the data set `marks`. */
export function marksPanel(rows: number, end: number): JsonObject {
  return {
    width: PLOT_WIDTH,
    height: rows * ROW_HEIGHT,
    data: { name: 'marks' },
    encoding: {
      x: timeChannel('t', end, null),
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

function point(kind: MarkRow['kind'], shape: string): JsonObject {
  return {
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'point', shape, filled: true, size: 46, opacity: 1, color: PALETTE.ink },
  };
}

function label(align: 'left' | 'right'): JsonObject {
  return {
    transform: [{ filter: `datum.align === '${align}'` }],
    mark: { type: 'text', align, baseline: 'middle', dx: align === 'left' ? 8 : -8 },
    encoding: { text: { field: 'label' } },
  };
}
