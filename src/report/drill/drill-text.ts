import { textWidth } from '../../text/width.ts';
import { formatSpan } from '../../text/durations.ts';
import { type Span, span, type Tone } from '../moment.ts';
import type { TextOptions } from '../text/timeline-text.ts';
import { wrapSpans } from '../text/wrap.ts';
import { grouped } from '../traffic/words.ts';
import type { DrillOutcomeName, DrillReport, DrillReportRow } from './drill-report.ts';

const LOOKS: Readonly<
  Record<DrillOutcomeName, { readonly sign: string; readonly tone: Tone; readonly words: string }>
> = {
  outage: { sign: '✖', tone: 'bad', words: 'outage' },
  stuck: { sign: '✖', tone: 'bad', words: 'stuck' },
  waits: { sign: '॥', tone: 'wait', words: 'waits for a person' },
  through: { sign: '→', tone: 'wait', words: 'goes through' },
  back: { sign: '↩', tone: 'good', words: 'aborted by itself' },
  'called off': { sign: '↩', tone: 'good', words: 'called off' },
};

const ORDER: readonly DrillOutcomeName[] = ['outage', 'stuck', 'waits', 'through', 'back', 'called off'];

/** How mishaps of a kind ended, in a few words: `waits for a person`. */
export function drillOutcomeWords(outcome: DrillOutcomeName): string {
  return LOOKS[outcome].words;
}

/** The weaknesses, then the table of mishaps, the worst first. Ends with a line feed. */
export function drillText(report: DrillReport, { width, style }: TextOptions): string {
  const { workload, change, mishaps, counts, assumptions, weaknesses, requirements } = report;
  const paragraph = (spans: readonly Span[]): readonly string[] => wrapSpans(spans, width, style);
  const ends = ORDER.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${counts[outcome]} ${LOOKS[outcome].words}`,
  );
  const head = `${workload.kind} ${workload.name} from ${change.from} to ${change.to}`;
  const lines = [
    ...paragraph([span(`${mishaps} mishaps: ${ends.join(', ')}`, 'strong')]),
    ...paragraph([span(`${head}, seed ${report.seed}`, 'quiet')]),
    ...assumptions.flatMap((text) => paragraph([span(`assumed: ${text}`, 'quiet')])),
    '',
    ...weaknesses.flatMap((text, index) => paragraph([span(`${index + 1}. `, 'strong'), span(text)])),
    ...(weaknesses.length === 0 ? [] : ['']),
    ...tableLines(report.rows, { width, style }),
    ...(requirements.length === 0 ? [] : ['']),
    ...requirements.flatMap(({ text, holds }) =>
      paragraph([span(holds ? '✔ holds  ' : '✖ fails  ', holds ? 'good' : 'bad'), span(text)]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const HEADS = ['mishap', 'outcome', 'detected', 'failed', 'least', 'manual'] as const;

function tableLines(rows: readonly DrillReportRow[], { width, style }: TextOptions): readonly string[] {
  const cells = rows.map((row) => ({ row, texts: figuresOf(row) }));
  const widths = HEADS.slice(1).map((head, index) =>
    Math.max(head.length, ...cells.map(({ texts }) => textWidth(texts[index] ?? ''))),
  );
  const room = Math.max(20, width - widths.reduce((sum, one) => sum + one + 2, 0));
  const figures = (texts: readonly string[]): string =>
    texts.map((text, index) => `  ${text}${' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(text)))}`).join('');
  return [
    style(`${HEADS[0].padEnd(room)}${figures(HEADS.slice(1))}`.trimEnd(), 'quiet'),
    ...cells.flatMap(({ row, texts }) => {
      const { sign, tone } = LOOKS[row.outcome];
      const when = row.when === '' ? '' : `, ${row.when}`;
      const [first = '', ...rest] = wrapSpans([span(`${sign} ${row.mishap}`, tone), span(when, 'quiet')], room, style);
      const plainWidth = textWidth(`${sign} ${row.mishap}${when}`);
      const padding = rest.length === 0 ? ' '.repeat(Math.max(0, room - plainWidth)) : '';
      return rest.length === 0
        ? [`${first}${padding}${figures(texts)}`.trimEnd()]
        : [first, ...rest.slice(0, -1), lastLine(rest.at(-1) ?? '', room, figures(texts))];
    }),
  ];
}

/** The last line of a long name, with the figures in their columns. */
function lastLine(text: string, room: number, figures: string): string {
  return `${text}${' '.repeat(Math.max(0, room - textWidth(text)))}${figures}`.trimEnd();
}

function figuresOf(row: DrillReportRow): readonly string[] {
  const { outcome, detectedMs, failed, hit, leastAvailable, outageMs, manualSteps } = row;
  return [
    outageMs === 0 ? LOOKS[outcome].words : `${LOOKS[outcome].words} ${formatSpan(outageMs)}`,
    detectedMs === null ? '–' : formatSpan(detectedMs),
    hit === null ? (failed === null ? '–' : grouped(failed)) : `${grouped(hit)} users`,
    String(leastAvailable),
    manualSteps === 0 ? '–' : String(manualSteps),
  ];
}
