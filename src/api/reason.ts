import { own } from '../text/own.ts';
import { deepEqual } from './equality.ts';
import { narrowPath, valueAt } from './field-path.ts';
import type { Json } from './json.ts';
import type { KubeObject } from './resources.ts';

/** Names one state of an object. */
export interface ObjectVersion {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: string;
}

/** All pods that run or will run, those that have the labels of the template, those that are ready, and those that have been ready for minReadySeconds. */
export type PodCount = 'all' | 'labeled' | 'ready' | 'available';

/** Where a value was read. */
export type Source =
  /** A field of the written object as it was before the write, or as it is after it. */
  | { readonly at: 'before' | 'after'; readonly path: string }
  /** A field of another object, or of another state of the written one, as the controller had it. */
  | { readonly object: ObjectVersion; readonly path: string }
  /** A parameter of the world or of a controller. */
  | { readonly setting: string }
  /** The time of the write, in epoch milliseconds. */
  | { readonly clock: 'now' }
  /** The action at this place of the timeline, as text. */
  | { readonly action: number }
  /** The number of pods that an object controls, as they were after the write with this resourceVersion. */
  | { readonly pods: PodCount; readonly controlledBy: string; readonly asOf: string }
  /** A named function of what was read elsewhere. */
  | { readonly call: string; readonly of: readonly Source[] };

/** A value that a rule looked at, and where it came from. */
export interface RuleInput {
  readonly value: Json;
  /** A text in the reasons of controllers whose rules have no formula. */
  readonly from: Source | string;
}

/** Why something changed: the rule that decided, what it looked at, and the value that it gives. */
export interface Reason {
  readonly rule: string;
  /** The field of the written object that the rule gives its value; empty: the object as a whole. Absent for rules without a formula. */
  readonly path?: string | undefined;
  /** What is at the path after the write; null: nothing. */
  readonly value?: Json | undefined;
  readonly inputs: Readonly<Record<string, RuleInput>>;
}

/**
 * Builds a reason. Called right after a write that changed something, and only in a run whose reasons somebody reads; undefined if the write
 * did not change the field that the rule is about.
 */
export type Because = (write: Write) => Reason | undefined;

/** A value, and why it is this one. */
export interface Decided<T> {
  readonly value: T;
  readonly because: Because;
}

/** A value of many fields, and why they are what they are; of two reasons for one field the later one counts. */
export interface Explained<T> {
  readonly value: T;
  readonly because: readonly Because[];
}

/**
 * The lines of a report that a rule can explain. `detail`: no line of its own in the default text; it is in the JSON timeline and behind
 * the page's details.
 */
export const REASON_LINES = [
  'replicas',
  'revision',
  'step',
  'weight',
  'scale',
  'pods',
  'service',
  'stable',
  'phase',
  'analysis',
  'experiment',
  'sync',
  'app',
  'detail',
] as const;
export type ReasonLine = (typeof REASON_LINES)[number];

/** A write, for those who explain it: inputs are read through it, so that each names its source. */
export class Write {
  readonly #before: KubeObject | undefined;
  readonly #after: KubeObject | undefined;

  constructor(before: KubeObject | undefined, after: KubeObject | undefined) {
    this.#before = before;
    this.#after = after;
  }

  /** Whether the write changed what is at a path. */
  changed(path: string): boolean {
    return !deepEqual(valueAt(this.#before, path), valueAt(this.#after, path));
  }

  /** A field of the written object before the write. */
  before(path: string): RuleInput {
    return { value: valueAt(this.#before, path), from: { at: 'before', path } };
  }

  /** A field of the written object after the write. */
  after(path: string): RuleInput {
    return { value: valueAt(this.#after, path), from: { at: 'after', path } };
  }

  /** A field of an object as the controller had it in hand. */
  of(object: KubeObject, path: string): RuleInput {
    const value = valueAt(object, path);
    if (isSameState(object, this.#before)) return { value, from: { at: 'before', path } };
    if (isSameState(object, this.#after)) return { value, from: { at: 'after', path } };
    const { apiVersion = '', kind = '', metadata } = object;
    const { namespace = '', name = '', resourceVersion = '' } = metadata;
    return { value, from: { object: { apiVersion, kind, namespace, name, resourceVersion }, path } };
  }

  /** The time of the write. */
  now(epochMs: number): RuleInput {
    return { value: epochMs, from: { clock: 'now' } };
  }

  /** The number of pods that an object controls, as they were after the write with a resourceVersion. */
  pods(count: number, what: PodCount, owner: KubeObject, asOf: string): RuleInput {
    return { value: count, from: { pods: what, controlledBy: owner.metadata.uid ?? '', asOf } };
  }

  /** A parameter of the world or of a controller, by its name. */
  setting(name: string, value: Json): RuleInput {
    return { value, from: { setting: name } };
  }
}

function isSameState(object: KubeObject, other: KubeObject | undefined): boolean {
  if (other === undefined || object.metadata.uid !== other.metadata.uid) return false;
  return object.metadata.resourceVersion === other.metadata.resourceVersion;
}

/** Says whether a value is of a type. */
export type Guard<T extends Json> = (value: Json) => value is T;

type Guards = Readonly<Record<string, Guard<Json>>>;
type ValueOf<G> = G extends Guard<infer T> ? T : never;
export type ValuesOf<G extends Guards> = { readonly [K in keyof G]: ValueOf<G[K]> };

export function isInt(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

export function isText(value: Json): value is string {
  return typeof value === 'string';
}

export function isFlag(value: Json): value is boolean {
  return typeof value === 'boolean';
}

export function isAnything(_value: Json): _value is Json {
  return true;
}

/** A type, or null for what is not there. */
export function orNull<G extends Guard<Json>>(guard: G): Guard<ValueOf<G> | null> {
  return (value): value is ValueOf<G> | null => value === null || guard(value);
}

export const isIntOrNull = orNull(isInt);
export const isTextOrNull = orNull(isText);
export const isFlagOrNull = orNull(isFlag);

/** A pure function that inputs of reasons are computed with; the same inputs give the same value, at any later time. */
export interface InputFunction {
  readonly name: string;
  /** Null for values that are not of the function's types. */
  apply(values: readonly Json[]): Json;
  /** The input that the function gives of others. */
  of(...inputs: readonly RuleInput[]): RuleInput;
}

type Arguments<G extends readonly Guard<Json>[]> = { readonly [K in keyof G]: ValueOf<G[K]> };

/** Defines a function of a fixed number of values. */
export function defineFunction<const G extends readonly Guard<Json>[]>(
  name: string,
  guards: G,
  compute: (values: Arguments<G>) => Json,
): InputFunction {
  const isTyped = (values: readonly Json[]): values is Arguments<G> & readonly Json[] =>
    values.length === guards.length && guards.every((guard, index) => guard(values[index] ?? null));
  return inputFunction(name, (values) => (isTyped(values) ? compute(values) : null));
}

/** Defines a function of any number of values of one type. */
export function defineListFunction<T extends Json>(
  name: string,
  guard: Guard<T>,
  compute: (values: readonly T[]) => Json,
): InputFunction {
  const isTyped = (values: readonly Json[]): values is readonly T[] => values.every(guard);
  return inputFunction(name, (values) => (isTyped(values) ? compute(values) : null));
}

function inputFunction(name: string, apply: (values: readonly Json[]) => Json): InputFunction {
  return {
    name,
    apply,
    of: (...inputs) => ({
      value: apply(inputs.map(({ value }) => value)),
      from: { call: name, of: inputs.flatMap(({ from }) => (typeof from === 'string' ? [] : [from])) },
    }),
  };
}

/** What every reader of a rule can use. */
export interface RuleTexts {
  /** Dotted, stable: `canary.replicas.routed`. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly statement: string;
  /** Text of the *because*; `{name}` stands for an input's value, `{value}` for what the rule gives. */
  readonly template: string;
  /** File and function of the reference: `utils/replicaset/canary.go CalculateReplicaCountsForBasicCanary`. */
  readonly source: string;
  readonly example: { readonly inputs: Readonly<Record<string, Json>>; readonly value?: Json; readonly text: string };
  /** The line of a report that it explains; absent for rules that no reason names. */
  readonly explains?: ReasonLine;
}

/** A rule of the engine: from it come the *because* of timelines, the reference pages, and `explain`. */
export interface Rule extends RuleTexts {
  /** The field that the rule gives its value, unless a reason names another; empty: the object as a whole. */
  readonly path?: string;
  /**
   * What the rule gives for these inputs; null: nothing is there. Undefined if the inputs are not of their types, or the rule does not apply
   * to them. Absent for rules without a formula.
   */
  readonly evaluate?: (inputs: Readonly<Record<string, Json>>) => Json | undefined;
}

/** A rule with a formula. */
export interface CheckedRule<G extends Guards> extends Rule {
  readonly explains: ReasonLine;
  readonly path: string;
  readonly evaluate: (inputs: Readonly<Record<string, Json>>) => Json | undefined;
  /** Why a write gave `path` its value. The inputs are read when the reason is built. */
  because(inputs: (write: Write) => { readonly [K in keyof G]: RuleInput }, path?: string): Because;
}

interface RuleDefinition<G extends Guards> extends Omit<RuleTexts, 'example'> {
  readonly explains: ReasonLine;
  readonly path: string;
  /** What the rule looks at, with the type of each. */
  readonly inputs: G;
  /** What is at the path after the write; null: nothing. Undefined if the rule does not apply to these inputs. */
  readonly formula: (inputs: ValuesOf<NoInfer<G>>) => Json | undefined;
  readonly example: { readonly inputs: ValuesOf<NoInfer<G>>; readonly value: Json; readonly text: string };
}

export function defineRule<G extends Guards>(definition: RuleDefinition<G>): CheckedRule<G> {
  const { inputs: guards, formula, ...texts } = definition;
  const isTyped = (values: Readonly<Record<string, Json>>): values is ValuesOf<G> & Readonly<Record<string, Json>> =>
    Object.entries(guards).every(([name, guard]) => Object.hasOwn(values, name) && guard(own(values, name) ?? null));
  return {
    ...texts,
    evaluate: (values) => (isTyped(values) ? formula(values) : undefined),
    because:
      (inputs, path = texts.path) =>
      (write) => {
        const changed = narrowPath(path, (field) => write.changed(field));
        if (changed === undefined) return undefined;
        const { value } = write.after(changed);
        return { rule: texts.id, path: changed, value, inputs: inputs(write) };
      },
  };
}

/** The text of a reason: the rule's template with its inputs and its value put in. */
export function renderReason(
  { template }: Pick<Rule, 'template'>,
  inputs: Readonly<Record<string, RuleInput>>,
  value?: Json,
): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const given = Object.hasOwn(inputs, name) ? own(inputs, name)?.value : name === 'value' ? value : undefined;
    return given === undefined ? whole : wordOf(given);
  });
}

function wordOf(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? 'none' : JSON.stringify(value);
}

/** Where an input came from, in words: `status.availableReplicas of ReplicaSet web-5cd66ff7ff`. */
export function sourceText(from: Source | string): string {
  if (typeof from === 'string') return from;
  if ('setting' in from) return `setting ${from.setting}`;
  if ('clock' in from) return 'the clock';
  if ('action' in from) return 'the action';
  if ('pods' in from) return from.pods === 'all' ? 'the pods' : `the ${from.pods} pods`;
  if ('call' in from) return `${from.call}(${from.of.map(sourceText).join(', ')})`;
  if ('at' in from) return from.at === 'after' ? `${from.path} after the write` : from.path;
  return `${from.path} of ${from.object.kind} ${from.object.name}`;
}

/** A rule of a controller whose reasons have no formula yet. */
export interface UncheckedRule<Input extends string> extends Rule {
  because(inputs: Readonly<Record<Input, RuleInput>>): Reason;
}

export function defineUncheckedRule<Input extends string>(
  rule: RuleTexts & {
    readonly explains: ReasonLine;
    readonly example: { readonly inputs: Readonly<Record<Input, Json>> };
  },
): UncheckedRule<Input> {
  return { ...rule, because: (inputs) => ({ rule: rule.id, inputs }) };
}

/** An input of a rule without a formula, and where it was read, in words. */
export function from(path: string, value: Json): RuleInput {
  return { value, from: path };
}
