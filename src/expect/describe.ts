import { formatDurationMs } from '../api/durations.ts';
import type { Expectation, Fact, Facts, Use } from '../expr/index.ts';
import { own, setOwn } from '../text/own.ts';

/** An expectation in one line, as a scenario writes it. */
export function describeExpectation(expectation: Expectation): string {
  const { form, condition, atMs, withinMs, fromMs, untilMs } = expectation;
  const time = (word: string, ms: number | undefined): string =>
    ms === undefined ? '' : ` ${word} ${formatDurationMs(ms)}`;
  if (form === 'at') return `at ${formatDurationMs(atMs ?? 0)} ${condition}`;
  return `${form} ${condition}${time('within', withinMs)}${time('from', fromMs)}${time('until', untilMs)}`;
}

/** The values of the names that a condition uses, each once: `stable.available` → 3. */
export function valuesOfUses(uses: readonly Use[], facts: Facts): Readonly<Record<string, Fact>> {
  const values: Record<string, Fact> = {};
  for (const { name, member } of uses) {
    const fact = own(facts, name.text);
    const value = typeof fact === 'object' ? own(fact, member?.text ?? '') : fact;
    if (value !== undefined) setOwn(values, member === undefined ? name.text : `${name.text}.${member.text}`, value);
  }
  return values;
}

function showFact(fact: Fact): string {
  return typeof fact === 'string' ? JSON.stringify(fact) : String(fact);
}

/** `stable.available was 3, rollout.phase was "Paused"`. */
export function showValues(values: Readonly<Record<string, Fact>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} was ${showFact(value)}`)
    .join(', ');
}
