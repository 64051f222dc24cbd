import { analysisText } from '../report/analysis/text.ts';
import { span } from '../report/moment.ts';
import { summaryText } from '../report/text/summary-text.ts';
import { timelineText } from '../report/text/timeline-text.ts';
import { wrapSpans } from '../report/text/wrap.ts';
import { formatSpan } from '../report/durations.ts';
import { finalState, findRollout, rolloutsOf } from '../timeline/rollout-facts.ts';
import { sampleRollout } from '../timeline/samples.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Terminal } from './terminal.ts';

const LABEL_WIDTH = 10;

export interface RunTextOptions {
  /** What Rehearse decides by itself. */
  readonly remarks: readonly string[];
  /** Files and options, for the commands to type next. */
  readonly args: string;
  readonly quiet: boolean;
}

/** What `run` prints: the timeline with its reasons, then the outcome. */
export function runText(terminal: Terminal, timeline: Timeline, { remarks, args, quiet }: RunTextOptions): string {
  const { width, style } = terminal;
  const summary = summaryText(timeline, { width, style, quiet, next: quiet ? [] : nextCommands(timeline, args) });
  if (quiet) return summary;
  const notes = remarks.map((remark) => labelled(terminal, 'note', remark)).join('');
  const analyses = analysisText(timeline, { width, style });
  return `${notes}${notes === '' ? '' : '\n'}${timelineText(timeline, { width, style })}\n${analyses}${summary}`;
}

/** A line of the report's end, in its columns. */
export function labelled({ width, style }: Terminal, label: string, text: string): string {
  const [first = '', ...rest] = wrapSpans([span(text)], width - LABEL_WIDTH, style);
  const lines = [
    style(label.padEnd(LABEL_WIDTH), 'quiet') + first,
    ...rest.map((line) => ' '.repeat(LABEL_WIDTH) + line),
  ];
  return `${lines.join('\n')}\n`;
}

/** The view of a rollout in the middle of its update, and the rule behind the first reason. */
function nextCommands(timeline: Timeline, args: string): readonly string[] {
  const [rollout] = rolloutsOf(timeline);
  if (rollout === undefined) return [];
  const samples = sampleRollout(timeline, rollout);
  const shown = samples.find((sample) => sample.canary.available > 0) ?? samples.at(-1);
  const because = timeline.entries.find((entry) => entry.kind === 'change' && entry.because.length > 0);
  const rule = because?.kind === 'change' ? because.because[0]?.rule : undefined;
  const isInput = args === '-' || args.startsWith('- ');
  return [
    ...(isRefused(timeline) && /^\S+\.ya?ml\b/.test(args) ? [`rehearse lint ${args.replace(/ --?[a-z].*/, '')}`] : []),
    ...(shown === undefined || isInput
      ? []
      : [`rehearse get rollout ${rollout.name} --at ${formatSpan(shown.atMs)} ${args}`.trimEnd()]),
    ...(rule === undefined ? [] : [`rehearse explain ${rule}`]),
  ];
}

function isInvalidSpec({ type, status }: { readonly type?: string; readonly status?: string }): boolean {
  return type === 'InvalidSpec' && status === 'True';
}

/** Whether the controller refuses a rollout's spec at the end: then nothing is more urgent than where the mistake stands. */
function isRefused(timeline: Timeline): boolean {
  const end = finalState(timeline);
  return rolloutsOf(timeline).some((name) => findRollout(end, name)?.status.conditions?.some(isInvalidSpec) === true);
}
