import type { Json } from './json.ts';

/** A value that a rule looked at, and the field (or default) that it came from. */
export interface RuleInput {
  readonly value: Json;
  /** A field path such as `spec.strategy.canary.steps[2].setWeight`, or `default`, or where else it was read. */
  readonly from: string;
}

/** Why something changed: the rule that decided, and what it looked at. */
export interface Reason {
  readonly rule: string;
  readonly inputs: Readonly<Record<string, RuleInput>>;
}

/** Builds a reason; called only if the write that it explains changed something. */
export type Because = () => Reason;

/** A rule of the engine: from it come the *because* of timelines, the reference pages, and `explain`. */
export interface Rule<Input extends string = string> {
  /** Dotted, stable: `canary.replicas.basic`. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly statement: string;
  /** Text of the *because*; `{name}` stands for an input's value. */
  readonly template: string;
  /** File and function of the reference: `utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary`. */
  readonly source: string;
  readonly example: { readonly inputs: Readonly<Record<Input, Json>>; readonly text: string };
  /** Names the rule as the reason of a change. */
  because(inputs: Readonly<Record<Input, RuleInput>>): Reason;
}

/** An input and the field (or default) it came from. */
export function from(path: string, value: Json): RuleInput {
  return { value, from: path };
}

export function defineRule<Input extends string>(rule: Omit<Rule<Input>, 'because'>): Rule<Input> {
  return { ...rule, because: (inputs) => ({ rule: rule.id, inputs }) };
}

/** The text of a reason: the rule's template with its inputs put in. */
export function renderReason(rule: Pick<Rule, 'template'>, inputs: Readonly<Record<string, RuleInput>>): string {
  return rule.template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const input = inputs[name];
    if (input === undefined) return whole;
    return typeof input.value === 'string' ? input.value : JSON.stringify(input.value);
  });
}
