import type { JsonObject } from '../../api/json.ts';
import type { WorkloadName } from '../../timeline/facts/workloads.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { chartData } from './chart-data.ts';
import { chartConfig } from './config.ts';
import { keyPanel } from './key-panel.ts';
import { placeMarks, PLOT_WIDTH } from './label-layout.ts';
import { marksPanel } from './marks-panel.ts';
import { PALETTE } from './palette.ts';
import { podsPanel } from './pods-panel.ts';
import { stripPanel } from './strip-panel.ts';

/**
 * The Vega-Lite specification of a workload's pods over time: above them what people did, below them the weight in force and the phase.
 * Data is inline; nothing is loaded.
 */
export function replicasChart(timeline: Timeline, name: WorkloadName): JsonObject {
  const data = chartData(timeline, name);
  const marks = placeMarks(data.marks, data.end);
  const rows = Math.max(0, ...marks.map((mark) => mark.row + 1));
  const { scenario } = timeline.header;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `Pods of the ${name.kind.toLowerCase()} ${name.name} over time, by role; actions above, weight and phase below.`,
    title: {
      text: name.name,
      ...(scenario.title === '' || scenario.title === name.name ? {} : { subtitle: scenario.title }),
      anchor: 'start',
      frame: 'group',
      limit: PLOT_WIDTH,
      offset: 8,
    },
    background: PALETTE.paper,
    padding: 12,
    spacing: 6,
    bounds: 'flush',
    datasets: {
      marks: marks.map((mark) => ({ ...mark })),
      pods: data.pods.map((row) => ({ ...row })),
    },
    vconcat: [
      ...(rows > 0 ? [marksPanel(rows, data.end)] : []),
      podsPanel(data),
      stripPanel(data),
      { height: 22, width: 1, data: { values: [] }, mark: 'point' },
      keyPanel(data),
    ],
    config: chartConfig(),
  };
}
