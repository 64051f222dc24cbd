import type { SettingContext } from './behaviour.ts';
import type { ScenarioFile } from './schema/scenario.ts';
import { positionOf } from './source-file.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeOfValue } from './yaml-path.ts';

/** How many instants a run may have at most, so that a typing mistake cannot ask for a run that never ends. */
const MOST_INSTANTS = 1_000_000_000;

/** Checks settings of a scenario against each other: the end against the limit, the resolution, names of nodes. */
export function checkSettings({ document, diagnostics }: SettingContext, spec: ScenarioFile['spec']): void {
  const limitMs = checkedDurationMs(spec.limit);
  if (spec.until !== 'settled' && checkedDurationMs(spec.until) > limitMs) {
    diagnostics.add('E216', placeOfValue(document, ['spec', 'until']), { until: spec.until, limit: spec.limit });
  }
  const resolutionMs = checkedDurationMs(spec.resolution);
  if (resolutionMs < 1 || resolutionMs > limitMs || limitMs / resolutionMs > MOST_INSTANTS) {
    const { limit, resolution } = spec;
    diagnostics.add('E223', placeOfValue(document, ['spec', 'resolution']), { limit, resolution });
  }
  const seen = new Map<string, number>();
  spec.cluster.nodes.forEach(({ name }, index) => {
    const place = placeOfValue(document, ['spec', 'cluster', 'nodes', index, 'name']);
    const line = seen.get(name);
    if (line !== undefined) diagnostics.add('E220', place, { name, line });
    else seen.set(name, positionOf(place.file, place.start).line);
  });
}
