import type { Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../../text/durations.ts';
import { type Span, span } from '../moment.ts';
import { phaseSign, phaseTone } from '../phases.ts';
import { NO_TRAFFIC, trafficWords } from '../traffic/words.ts';
import { summarize, type Summary, type UpdateSummary, type WorkloadSummary } from '../summary.ts';
import type { TextOptions } from './timeline-text.ts';
import { printableLine } from '../../text/printable.ts';
import { wrapSpans } from './wrap.ts';

export interface SummaryOptions extends TextOptions {
  /** Commands to type next, one a line. */
  readonly next: readonly string[];
  /** Leaves out everything but the result, what is wrong, and what a user must know. */
  readonly quiet: boolean;
}

const LABEL_WIDTH = 10;

type Row = readonly [label: string, spans: readonly Span[]];

const ENDED: Readonly<Record<Timeline['header']['totals']['ended'], string>> = {
  settled: 'then nothing was due any more',
  until: 'as long as was asked for',
  limit: 'the limit; it had not settled',
};

/** The end of the report: result, duration, updates, pods, expectations, what to look at next. Ends with a line feed. */
export function summaryText(timeline: Timeline, options: SummaryOptions): string {
  const summary = summarize(timeline);
  const rows = options.quiet ? quietRows(summary) : allRows(timeline, summary);
  const next = options.quiet ? [] : options.next.map((command, index) => nextLine(command, index, options));
  return `${[...rows.flatMap((row) => rowLines(row, options)), ...next].join('\n')}\n`;
}

/** A command in one line, however long, so that it can be copied. */
function nextLine(command: string, index: number, { style }: TextOptions): string {
  return style((index === 0 ? 'next' : '').padEnd(LABEL_WIDTH), 'quiet') + printableLine(command);
}

function rowLines([label, spans]: Row, { width, style }: TextOptions): readonly string[] {
  const [first = '', ...rest] = wrapSpans(spans, width - LABEL_WIDTH, style);
  return [style(label.padEnd(LABEL_WIDTH), 'quiet') + first, ...rest.map((text) => ' '.repeat(LABEL_WIDTH) + text)].map(
    (text) => text.trimEnd(),
  );
}

function labelled(label: string, items: readonly (readonly Span[])[]): readonly Row[] {
  return items.map((spans, index) => [index === 0 ? label : '', spans]);
}

function quietRows(summary: Summary): readonly Row[] {
  return [
    ...labelled('result', summary.workloads.map(resultSpans)),
    ...expectationRows(summary),
    ...findingRows(summary),
  ];
}

function allRows(timeline: Timeline, summary: Summary): readonly Row[] {
  const { endMs, ended, reconciles, writes, events } = timeline.header.totals;
  const several = summary.workloads.length > 1;
  const named = ({ label }: WorkloadSummary, spans: readonly Span[]): readonly Span[] =>
    several ? [span(`${label}: `, 'quiet'), ...spans] : spans;
  return [
    ...labelled('result', summary.workloads.map(resultSpans)),
    [
      'duration',
      [span(`${formatSpan(endMs)} simulated, `), span(ENDED[ended], ended === 'limit' ? 'wait' : undefined)],
    ],
    ...labelled(
      'updates',
      summary.workloads.flatMap((workload) => workload.updates.map((update) => named(workload, updateSpans(update)))),
    ),
    ...labelled(
      'steps',
      summary.workloads.flatMap((workload) => {
        const step = workload.last?.step;
        return step === undefined ? [] : [named(workload, stepSpans(step))];
      }),
    ),
    ...labelled(
      'pods',
      summary.workloads.flatMap((workload) =>
        workload.podsAtMost === undefined ? [] : [named(workload, podSpans(workload))],
      ),
    ),
    ...trafficRows(timeline),
    ['work', [span(`${reconciles} reconciles, ${writes} writes, ${events} events`, 'quiet')]],
    ...expectationRows(summary),
    ...findingRows(summary),
  ];
}

/** What callers had of the run; where there were none it says so, for zeros would claim that all went well. */
function trafficRows(timeline: Timeline): readonly Row[] {
  const words = trafficWords(timeline) ?? [{ text: NO_TRAFFIC, tone: 'quiet' as const }];
  return labelled(
    'traffic',
    words.map(({ text, tone }) => [span(text, tone)]),
  );
}

function resultSpans({ label, last }: WorkloadSummary): readonly Span[] {
  if (last === undefined) return [span(label, 'strong'), span('  is gone')];
  const { phase, message, revision, images } = last;
  const details = [
    revision === undefined ? '' : ` at revision ${revision}`,
    images.length === 0 ? '' : `, ${images.join(', ')}`,
    message === '' ? '' : `: ${message}`,
  ];
  return [
    span(`${phaseSign(phase)} ${phase === '' ? 'no phase yet' : phase}`, phaseTone(phase)),
    span('  '),
    span(label, 'strong'),
    span(details.join('')),
  ];
}

function updateSpans(update: UpdateSummary): readonly Span[] {
  const { revision, images, startedMs, endedMs, outcome } = update;
  const from = `from ${formatSpan(startedMs)}`;
  const took =
    endedMs === undefined
      ? from
      : `${from}, ${outcome === 'completed' && endedMs === startedMs ? 'at once' : `after ${formatSpan(endedMs - startedMs)}`}`;
  const tone = outcome === 'completed' ? 'good' : outcome === 'aborted' ? 'bad' : 'wait';
  return [span(`${revision}  `), span(outcome, tone), span(` ${took}  `), span(images.join(', '), 'quiet')];
}

function stepSpans(step: { readonly index: number; readonly count: number }): readonly Span[] {
  return [span(`${step.index} of ${step.count}`)];
}

function podSpans({ kind, podsAtMost = 0, availableAtLeast: least }: WorkloadSummary): readonly Span[] {
  const [never, since] =
    kind === 'Experiment' ? ['never running', 'while it ran'] : ['never healthy', 'once it was healthy'];
  const text = least === undefined ? never : `at least ${least} available ${since}`;
  return [span(`at most ${podsAtMost} at once, ${text}`)];
}

function expectationRows(summary: Summary): readonly Row[] {
  // How a workload ended is the result above.
  const verdicts = summary.verdicts.filter(({ about }) => about !== 'end');
  if (verdicts.length === 0) return [];
  const broken = verdicts.filter((verdict) => !verdict.passed);
  if (broken.length === 0)
    return [
      [
        'expected',
        [
          span(
            verdicts.length === 1 ? 'the one expectation holds' : `all ${verdicts.length} expectations hold`,
            'good',
          ),
        ],
      ],
    ];
  const head: readonly Span[] = [span(`${broken.length} of ${verdicts.length} expectations broke`, 'bad')];
  const each = broken.map((verdict) => [
    span(`✖ ${verdict.expectation}`, 'bad'),
    span(verdict.text === '' ? '' : `  ${verdict.text}`),
  ]);
  return labelled('expected', [head, ...each]);
}

/** Each finding once, with the number of times when it came again. */
function findingRows(summary: Summary): readonly Row[] {
  const counts = new Map<string, number>();
  for (const finding of summary.findings) counts.set(finding.text, (counts.get(finding.text) ?? 0) + 1);
  return labelled(
    'findings',
    [...counts].map(([text, count]) => [span(text, 'wait'), span(count === 1 ? '' : `  ×${count}`, 'quiet')]),
  );
}
