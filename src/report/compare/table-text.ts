import { formatSpan } from '../../text/durations.ts';
import { type Span, span, type Tone } from '../moment.ts';
import type { TextOptions } from '../text/timeline-text.ts';
import { printableLine } from '../../text/printable.ts';
import { textWidth } from '../../text/width.ts';
import { wrapSpans } from '../text/wrap.ts';
import type { ComparisonReport, StrategyReport } from './schema.ts';
import { sparkline } from './spark.ts';
import {
  durationText,
  fewestText,
  harmText,
  readingNotes,
  requestsText,
  rounded,
  verdictOf,
  versionNames,
  wayOutText,
} from './words.ts';

const GAP = 2;
const SPARK = 10;

/** A column: two lines of heading, and what stands in it. */
interface Column {
  readonly head: readonly [string, string];
  readonly cell: (strategy: StrategyReport) => string;
  readonly tone?: (strategy: StrategyReport) => Tone;
}

/** One table of all strategies, or, where it has no room, one block for each; then what was derived and how. Ends with a line feed. */
export function comparisonText(report: ComparisonReport, options: TextOptions): string {
  const { width, style } = options;
  const { workload, strategies } = report;
  const { from, to } = versionNames(report);
  const head = wrapSpans(
    [span(`${workload.kind} ${workload.name}`, 'strong'), span(` from ${from} to ${to}, ${strategies.length} ways`)],
    width,
    style,
  );
  const columns = columnsOf(report);
  const table = tableLines(strategies, columns, options);
  const body = table ?? strategies.flatMap((strategy) => blockLines(strategy, columns, options));
  return `${[...head, '', ...body, '', ...noteLines(report, options)].map((line) => line.trimEnd()).join('\n')}\n`;
}

function columnsOf(report: ComparisonReport): readonly Column[] {
  const { strategies, spanMs } = report;
  const { to } = versionNames(report);
  const name = textWidth(to) > 10 ? 'new' : to;
  const hasTraffic = strategies.some(({ requests }) => requests !== null);
  const hasBad = strategies.some(({ ifBad }) => ifBad !== null);
  const bad: readonly Column[] = [
    { head: ['if bad,', 'back after'], cell: wayOutText },
    { head: ['if bad,', 'met it'], cell: harmText },
  ];
  return [
    {
      head: ['', ''],
      cell: (strategy) => `${verdictOf(strategy).sign} ${printableLine(strategy.title)}`,
      tone: (strategy) => verdictOf(strategy).tone,
    },
    { head: ['fewest', 'pods up'], cell: fewestText },
    ...(hasTraffic ? [{ head: ['failed', 'requests'], cell: requestsText } as const] : []),
    { head: ['done', 'after'], cell: durationText },
    { head: ['most', 'pods'], cell: ({ mostPods }) => String(mostPods) },
    { head: ['extra', 'pod-s'], cell: ({ extraPodSeconds }) => rounded(extraPodSeconds) },
    {
      head: [`on ${name}`, `in ${formatSpan(spanMs)}`],
      cell: (strategy) => sparkline(strategy, spanMs, SPARK),
    },
    ...(hasBad ? bad : []),
    { head: ['manual', 'steps'], cell: ({ manualActions }) => String(manualActions) },
  ];
}

/** Undefined if the columns have no room beside each other. */
function tableLines(
  strategies: readonly StrategyReport[],
  columns: readonly Column[],
  { width, style }: TextOptions,
): readonly string[] | undefined {
  const widths = columns.map(({ head, cell }) => Math.max(...[...head, ...strategies.map(cell)].map(textWidth)));
  if (widths.reduce((sum, each) => sum + each + GAP, -GAP) > width) return undefined;
  const row = (cells: readonly (readonly [string, Tone | undefined])[]): string =>
    cells
      .map(([text, tone], index) => style(text, tone) + ' '.repeat((widths[index] ?? 0) - textWidth(text) + GAP))
      .join('');
  return [
    ...[0, 1].map((line) => row(columns.map(({ head }) => [head[line] ?? '', 'quiet']))),
    ...strategies.map((strategy) => row(columns.map(({ cell, tone }) => [cell(strategy), tone?.(strategy)]))),
  ];
}

/** Under the name of a strategy its verdict, and each figure in a line. */
function blockLines(strategy: StrategyReport, columns: readonly Column[], options: TextOptions): readonly string[] {
  const { width, style } = options;
  const [title, ...others] = columns;
  const { tone, text } = verdictOf(strategy);
  const label = Math.max(...others.map(({ head }) => textWidth(head.join(' ')))) + 2 * GAP;
  return [
    ...wrapSpans([span(title?.cell(strategy) ?? '', tone), span(`  ${text}`)], width, style),
    ...others.map(({ head, cell }) => {
      const name = `${' '.repeat(GAP)}${head.join(' ')}`;
      return style(name + ' '.repeat(label - textWidth(name)), 'quiet') + cell(strategy);
    }),
    '',
  ];
}

/** What was derived, and how; then what one must know to read the figures. */
function noteLines(report: ComparisonReport, { width, style }: TextOptions): readonly string[] {
  const item = (spans: readonly Span[]): readonly string[] =>
    wrapSpans(spans, width - 2, style).map((line, index) => (index === 0 ? line : `  ${line}`));
  const derived = report.strategies.flatMap(({ title, notes }) =>
    notes.length === 0 ? [] : item([span(title, 'strong'), span(`: ${notes.join('; ')}`, 'quiet')]),
  );
  const found = report.strategies.flatMap(({ title, findings = [] }) =>
    findings.flatMap((finding) => item([span(title, 'strong'), span(`: ${finding}`, 'wait')])),
  );
  return [
    ...(found.length === 0 ? [] : [...found, '']),
    ...(derived.length === 0 ? [] : [...derived, '']),
    ...readingNotes(report).flatMap((note) => item([span(note, 'quiet')])),
  ];
}
