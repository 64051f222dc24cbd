import { stepText } from '../../api/rollouts/step-kinds.ts';
import { canarySteps, findRollout } from '../../timeline/facts/rollouts.ts';
import { workloadAt, type WorkloadState, workloadsOf } from '../../timeline/facts/workloads.ts';
import { stateAt } from '../../timeline/state.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { CanaryStep } from '../../api/shape/canary-steps.ts';
import { formatSpan } from '../../text/durations.ts';
import { type Because, beginsWithAction, type Line, type Moment, type Span, span, type Tone } from '../moment.ts';
import { momentsOf } from '../moments.ts';
import { workloadLabel } from '../workload-label.ts';
import { textWidth } from '../../text/width.ts';
import type { Style } from './style.ts';
import { wrapSpans } from './wrap.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
}

const LABEL_WIDTH = 8;

const LABEL_TONES: Partial<Record<Line['kind'], Tone>> = {
  run: 'strong',
  auto: 'strong',
  commit: 'strong',
  metric: 'strong',
  fault: 'bad',
  warning: 'bad',
  failure: 'bad',
  finding: 'wait',
};

/** The whole run for a terminal: a head, then every moment with what happened and why. Ends with a line feed. */
export function timelineText(timeline: Timeline, options: TextOptions): string {
  const moments = momentsOf(timeline);
  const timeWidth = Math.max(6, ...moments.map((moment) => formatSpan(moment.atMs).length));
  const lines = [...headLines(timeline, options)];
  for (const moment of moments) {
    if (beginsWithAction(moment) || moment === moments[0]) lines.push('');
    lines.push(...momentLines(moment, timeWidth, options));
  }
  return `${lines.join('\n')}\n`;
}

function headLines(timeline: Timeline, { width, style }: TextOptions): readonly string[] {
  const { scenario, seed, reference } = timeline.header;
  const lines = [
    ...wrapSpans(
      [span(scenario.name, 'strong'), span(`  seed ${seed}, Argo Rollouts ${reference.argoRollouts}`, 'quiet')],
      width,
      style,
    ),
  ];
  if (scenario.title !== '' && scenario.title !== scenario.name)
    lines.push(...wrapSpans([span(scenario.title)], width, style));
  const workloads = workloadsOf(timeline);
  for (const name of workloads) {
    const born = timeline.entries.find(
      (entry) =>
        entry.kind === 'change' &&
        entry.resource.kind === name.kind &&
        entry.object.name === name.name &&
        entry.object.namespace === name.namespace,
    );
    const reader = stateAt(timeline, born?.atMs ?? 0);
    const state = workloadAt(reader, name);
    if (state === undefined) continue;
    const steps = canarySteps(name.kind === 'Rollout' ? findRollout(reader, name) : undefined);
    lines.push(...strategyLines(state, steps, workloadLabel(name, workloads), { width, style }));
  }
  return lines;
}

function strategyLines(
  { strategy, desired }: WorkloadState,
  steps: readonly CanaryStep[],
  label: string,
  { width, style }: TextOptions,
): readonly string[] {
  const name = `${label}  `;
  const pods = strategy === 'analysis' ? '' : `, ${desired} replicas`;
  const plan = steps.map((step) => stepText(step, 'words')).join(' · ');
  const text = `${strategy}${pods}${plan === '' ? '' : `: ${plan}`}`;
  const indent = textWidth(name);
  const [first = '', ...rest] = wrapSpans([span(text, 'quiet')], width - indent, style);
  return [style(name, 'strong') + first, ...rest.map((line) => ' '.repeat(indent) + line)];
}

function momentLines(moment: Moment, timeWidth: number, options: TextOptions): readonly string[] {
  const time = formatSpan(moment.atMs).padStart(timeWidth);
  const blank = ' '.repeat(timeWidth);
  return moment.lines.flatMap((line, index) => {
    const gutter = index === 0 ? options.style(time, 'strong') : blank;
    return lineLines(line, gutter, blank, options);
  });
}

function lineLines(line: Line, gutter: string, blank: string, { width, style }: TextOptions): readonly string[] {
  const indent = blank.length + 2 + LABEL_WIDTH + 2;
  const room = width - indent;
  const subject: readonly Span[] = line.subject === undefined ? [] : [span(`${line.subject}: `, 'quiet')];
  const named = line.because.filter((because) => because.restates).map(ruleSpan);
  const [first = '', ...rest] = wrapSpans([...subject, ...line.spans, ...named], room, style);
  const label = style(line.kind.padEnd(LABEL_WIDTH), LABEL_TONES[line.kind] ?? 'quiet');
  const margin = ' '.repeat(indent);
  return [
    `${gutter}  ${label}  ${first}`,
    ...rest.map((text) => margin + text),
    ...line.notes.flatMap((note) => wrapSpans([note], room, style).map((text) => margin + text)),
    ...line.because
      .filter((because) => !because.restates)
      .flatMap((because) => becauseLines(because, room, style).map((text) => margin + text)),
  ].map((text) => text.trimEnd());
}

const BECAUSE = 'because ';

/** The rule behind a reason, as `explain` takes it. */
function ruleSpan({ rule }: Because): Span {
  return span(`  [${rule}]`, 'quiet');
}

function becauseLines(because: Because, room: number, style: Style): readonly string[] {
  const spans = [span(because.text, 'quiet'), ruleSpan(because)];
  const [first = '', ...rest] = wrapSpans(spans, room - BECAUSE.length, style);
  return [style(BECAUSE, 'quiet') + first, ...rest.map((text) => ' '.repeat(BECAUSE.length) + text)];
}
