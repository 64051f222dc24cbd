import { renderReason, type Reason, type Rule } from '../api/reason.ts';
import { compareText } from '../api/order.ts';
import { own } from '../text/own.ts';
import type { RuleText, Timeline, TimelineHeader } from './timeline.ts';

/** The timeline with the texts of the rules that its reasons name, taken from `rules`; in the order of ids. */
export function withRules(timeline: Timeline, rules: Iterable<Rule>): Timeline {
  const named = new Set<string>();
  for (const entry of timeline.entries) {
    if (entry.kind === 'change') for (const reason of entry.because) named.add(reason.rule);
  }
  const texts: [string, RuleText][] = [];
  for (const { id, title, statement, template, source, explains } of rules) {
    if (!named.has(id)) continue;
    texts.push([id, { title, statement, template, source, ...(explains === undefined ? {} : { explains }) }]);
  }
  texts.sort(([a], [b]) => compareText(a, b));
  return { ...timeline, header: { ...timeline.header, rules: Object.fromEntries(texts) } };
}

/** The sentence of a reason; of a rule that the header does not know, its id and inputs. */
export function reasonText(header: TimelineHeader, reason: Reason): string {
  const rule = own(header.rules, reason.rule);
  if (rule !== undefined) return renderReason(rule, reason.inputs, reason.value);
  const inputs = Object.entries(reason.inputs).map(([name, input]) => `${name} ${JSON.stringify(input.value)}`);
  return inputs.length === 0 ? reason.rule : `${reason.rule}: ${inputs.join(', ')}`;
}
