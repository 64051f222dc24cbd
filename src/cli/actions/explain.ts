import type { Rule } from '../../api/reason.ts';
import { ALL_RULES } from '../../session/rules.ts';
import { type Span, span } from '../../report/moment.ts';
import { wrapSpans } from '../../report/text/wrap.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { UsageError } from '../../session/usage-error.ts';
import { formatSpan } from '../../text/durations.ts';
import { reasonText } from '../../timeline/rules.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { EXIT } from '../exit-codes.ts';
import { referenceUrl } from '../reference-url.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { readSaved } from './view.ts';

export interface ExplainOptions {
  readonly output: OutputFormat;
  /** A saved timeline: where the rule decided in that run. */
  readonly timeline?: string;
}

const LABEL_WIDTH = 10;

export function ruleIds(): readonly string[] {
  return ALL_RULES.map(({ id }) => id);
}

/** Prints a rule, or the list of all. */
export function explain(terminal: Terminal, id: string | undefined, { output, timeline }: ExplainOptions): number {
  if (id === undefined) {
    if (timeline !== undefined)
      throw new UsageError('--timeline needs a rule to look for', '(explain RULE --timeline FILE)');
    terminal.out(output === 'json' ? json(ALL_RULES) : ruleList(terminal));
    return EXIT.asExpected;
  }
  const rule = ALL_RULES.find((one) => one.id === id);
  if (rule === undefined) {
    const meant = didYouMean(id, ruleIds());
    const mend = meant === undefined ? '(rehearse explain lists every rule)' : `(did you mean ${meant}?)`;
    throw new UsageError(`there is no rule ${id}`, mend);
  }
  const uses = timeline === undefined ? undefined : usesOf(readSaved(timeline), id);
  if (output === 'json') terminal.out(json(uses === undefined ? rule : { ...rule, uses }));
  else terminal.out(ruleText(terminal, rule) + (uses === undefined ? '' : usesText(terminal, uses)));
  return EXIT.asExpected;
}

/** A decision of a rule in a run. */
interface RuleUse {
  readonly atMs: number;
  readonly object: string;
  readonly text: string;
}

function usesOf({ header, entries }: Timeline, id: string): readonly RuleUse[] {
  return entries.flatMap((entry) =>
    entry.kind === 'change'
      ? entry.because
          .filter(({ rule }) => rule === id)
          .map((reason) => ({
            atMs: entry.atMs,
            object: `${entry.object.kind} ${entry.object.name}`,
            text: reasonText(header, reason),
          }))
      : [],
  );
}

/** More decisions of one rule than somebody reads. */
const MOST_USES = 50;

function usesText({ style, width }: Terminal, uses: readonly RuleUse[]): string {
  if (uses.length === 0) return '\nIt decided nothing in this run.\n';
  const lines = uses.slice(0, MOST_USES).flatMap(({ atMs, object, text }) => {
    const [first = '', ...rest] = wrapSpans([span(object, 'strong'), span(`  ${text}`)], width - LABEL_WIDTH, style);
    const label = style(formatSpan(atMs).padEnd(LABEL_WIDTH), 'quiet');
    return [label + first, ...rest.map((line) => ' '.repeat(LABEL_WIDTH) + line)];
  });
  const left = uses.length - MOST_USES;
  return `\n${[...lines, ...(left > 0 ? [`… ${left} more`] : [])].join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function ruleList({ style, width }: Terminal): string {
  const idWidth = Math.max(...ALL_RULES.map((rule) => rule.id.length)) + 2;
  const lines = ALL_RULES.flatMap(({ id, title }) => {
    const [first = '', ...rest] = wrapSpans([span(title)], width - idWidth, style);
    return [style(id.padEnd(idWidth), 'strong') + first, ...rest.map((line) => ' '.repeat(idWidth) + line)];
  });
  return `${lines.join('\n')}\n`;
}

function ruleText({ style, width }: Terminal, rule: Rule): string {
  const inputs = Object.entries(rule.example.inputs).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const row = (label: string, ...spans: readonly Span[]): readonly string[] => {
    const [first = '', ...rest] = wrapSpans(spans, width - LABEL_WIDTH, style);
    return [style(label.padEnd(LABEL_WIDTH), 'quiet') + first, ...rest.map((line) => ' '.repeat(LABEL_WIDTH) + line)];
  };
  const lines = [
    style(rule.id, 'strong'),
    ...wrapSpans([span(rule.title)], width, style),
    '',
    ...wrapSpans([span(rule.statement)], width, style),
    '',
    ...row('example', span(inputs.join(', '))),
    ...row('', span('→ ', 'quiet'), span(rule.example.text)),
    ...row('reference', span(rule.source)),
    ...row('', span(referenceUrl(rule), 'quiet')),
  ];
  return `${lines.join('\n')}\n`;
}
