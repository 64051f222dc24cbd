import { PromQLParseError } from '../metrics/promql/errors.ts';
import { parseSeriesLabels, SeriesNotationError } from '../metrics/promql/series-notation.ts';
import type { ScriptedSeries } from '../world/metrics.ts';
import type { SettingContext } from './behaviour.ts';
import { everyOf, notedValues } from './metrics.ts';
import type { ScriptedSeriesSetting } from './schema/metrics.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeOfKey } from './yaml-path.ts';

/** The series that Prometheus is said to have, in the world's form. */
export function scriptedSeriesOf(
  context: SettingContext,
  settings: Readonly<Record<string, ScriptedSeriesSetting>>,
): readonly ScriptedSeries[] {
  const firstOf = new Map<string, string>();
  const scripted = Object.entries(settings).map(([series, setting]) => {
    checkLabels(context, series, firstOf);
    const path = ['spec', 'series', series];
    const { values, every, from } =
      typeof setting === 'string' ? { values: setting, every: '1m', from: '0s' } : setting;
    notedValues(context, values, typeof setting === 'string' ? path : [...path, 'values']);
    return { series, values, everyMs: everyOf(context, every, path), fromMs: checkedDurationMs(from) };
  });
  return scripted.sort((a, b) => (a.series < b.series ? -1 : Number(a.series > b.series)));
}

/** Whether the key names one series, and no other key the same one: labels may come in any order. */
function checkLabels({ document, diagnostics }: SettingContext, series: string, firstOf: Map<string, string>): void {
  const place = placeOfKey(document, ['spec', 'series', series]);
  try {
    const { key } = parseSeriesLabels(series);
    const first = firstOf.get(key);
    if (first !== undefined) diagnostics.add('E235', place, { found: series, first });
    firstOf.set(key, series);
  } catch (error) {
    if (!(error instanceof SeriesNotationError || error instanceof PromQLParseError)) throw error;
    diagnostics.add('E234', place, { found: series, detail: error.message });
  }
}
