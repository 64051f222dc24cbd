import type { AnalysisMetric } from '../../timeline/analysis.ts';
import type { AnalysisResult, Timeline } from '../../timeline/timeline.ts';
import { type Span, span } from '../moment.ts';
import type { TextOptions } from '../text/timeline-text.ts';
import { wrapSpans } from '../text/wrap.ts';
import { analysisLook, conditionTexts, limitsText, measuredAt, standingText, whatIfTexts } from './words.ts';

/** More measurements than these are told by their ends: the page has all. */
const MOST = 12;

/** Every analysis that ended, with its measurements and what decided; empty if there is none. Ends with a line feed. */
export function analysisText(timeline: Timeline, options: TextOptions): string {
  const lines = timeline.analyses.flatMap((entry) => entryLines(timeline, entry, options));
  return lines.length === 0 ? '' : `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function entryLines(timeline: Timeline, entry: AnalysisResult, options: TextOptions): readonly string[] {
  const { sign, tone } = analysisLook(entry.phase);
  const head = [
    span('analysis  ', 'quiet'),
    span(`${sign} ${entry.phase}`, tone),
    span('  '),
    span(entry.object.name, 'strong'),
    span(entry.message === '' ? `  ${entry.decidedBy}` : `  ${entry.message}`),
  ];
  return [
    ...indented(head, 0, options),
    ...entry.missing.flatMap((text) => indented([span('missing: ', 'bad'), span(text)], 10, options)),
    ...entry.metrics.flatMap((metric) => metricLines(timeline, entry, metric, options)),
    '',
  ];
}

function metricLines(
  timeline: Timeline,
  entry: AnalysisResult,
  metric: AnalysisMetric,
  options: TextOptions,
): readonly string[] {
  const { name, phase, dryRun, query, decidedBy, measurements } = metric;
  const { sign, tone } = analysisLook(phase);
  const head = [span(`${sign} ${name}`, tone), span(dryRun ? ' (dry run)' : ''), span(`  ${decidedBy}`)];
  const conditions = [...conditionTexts(metric), limitsText(metric)].join('; ');
  return [
    ...indented(head, 10, options),
    ...(query === '' ? [] : indented([span('asks ', 'quiet'), span(query)], 12, options)),
    ...indented([span(conditions, 'quiet')], 12, options),
    ...measurementLines(timeline, metric, options),
    ...(measurements.length === 0 ? [] : whatIfTexts(entry, metric)).flatMap((one) =>
      indented([span(one, 'quiet')], 12, options),
    ),
  ];
}

function measurementLines(timeline: Timeline, metric: AnalysisMetric, options: TextOptions): readonly string[] {
  const { measurements } = metric;
  const shown =
    measurements.length <= MOST ? measurements : [...measurements.slice(0, MOST / 2), ...measurements.slice(-MOST / 2)];
  return shown.flatMap((measurement, index) => {
    const { number, phase, value = '', message = '', decides } = measurement;
    const { sign, tone } = analysisLook(phase);
    const standing = standingText(metric, measurement);
    const parts = [value, message, standing].filter((text) => text !== '');
    const line = [
      span(`#${number} ${measuredAt(timeline, measurement)} `, 'quiet'),
      span(`${sign} ${phase}`, tone),
      span(parts.length === 0 ? '' : `  ${parts.join('  ')}`),
      span(decides === undefined ? '' : `  decides: ${decides}`, 'strong'),
    ];
    const left = measurements.length - shown.length;
    const gap = left > 0 && index === MOST / 2 ? indented([span(`… ${left} more`, 'quiet')], 12, options) : [];
    return [...gap, ...indented(line, 12, options)];
  });
}

/** Lines after the first stand two columns further in. */
function indented(spans: readonly Span[], indent: number, { width, style }: TextOptions): readonly string[] {
  return wrapSpans(spans, width - indent - 2, style).map(
    (line, index) => ' '.repeat(index === 0 ? indent : indent + 2) + line,
  );
}
