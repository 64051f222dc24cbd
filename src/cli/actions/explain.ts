import type { Rule } from '../../api/reason.ts';
import { ALL_RULES } from '../../session/rules.ts';
import { type Span, span } from '../../report/moment.ts';
import { wrapSpans } from '../../report/text/wrap.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { UsageError } from '../../session/usage-error.ts';
import { EXIT } from '../exit-codes.ts';
import { referenceUrl } from '../reference-url.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface ExplainOptions {
  readonly output: OutputFormat;
}

const LABEL_WIDTH = 10;

export function ruleIds(): readonly string[] {
  return ALL_RULES.map(({ id }) => id);
}

/** Prints a rule, or the list of all. */
export function explain(terminal: Terminal, id: string | undefined, { output }: ExplainOptions): number {
  if (id === undefined) {
    terminal.out(output === 'json' ? json(ALL_RULES) : ruleList(terminal));
    return EXIT.asExpected;
  }
  const rule = ALL_RULES.find((one) => one.id === id);
  if (rule === undefined) {
    const meant = didYouMean(id, ruleIds());
    const mend = meant === undefined ? '(rehearse explain lists every rule)' : `(did you mean ${meant}?)`;
    throw new UsageError(`there is no rule ${id}`, mend);
  }
  terminal.out(output === 'json' ? json(rule) : ruleText(terminal, rule));
  return EXIT.asExpected;
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
