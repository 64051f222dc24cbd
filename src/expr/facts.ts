import { own, setOwn } from '../text/own.ts';
import { CONDITION_FUNCTIONS } from './environment.ts';
import { ExprError } from './expr-error.ts';
import { compileParsed } from './program.ts';
import { NOWHERE } from './syntax/location.ts';
import { parse } from './syntax/parser.ts';
import { BOOL, FLOAT64, type GoType, INT, isAny, isBool, type MaybeType, recordOf, STRING } from './types/types.ts';
import { type Use, usesOf } from './uses.ts';
import { text } from './values/convert.ts';
import type { Value } from './values/value.ts';

/*
 * Conditions over plain records, as `when` and `expect` of a scenario write them: `rollout.step == 1 && canary.ready > 0`.
 * Unlike a metric's result, what they speak of has known fields of known types, so a mistake is found before the run.
 */

/** What is true of something at an instant. */
export type Fact = string | number | boolean;
export type FactRecord = Readonly<Record<string, Fact>>;
export type Facts = Readonly<Record<string, Fact | FactRecord>>;

export type FactType = 'text' | 'whole number' | 'number' | 'true or false';
export type FactTypes = Readonly<Record<string, FactType | Readonly<Record<string, FactType>>>>;

const GO_TYPES: Readonly<Record<FactType, GoType>> = {
  text: STRING,
  'whole number': INT,
  number: FLOAT64,
  'true or false': BOOL,
};

/** A condition that was read once, to be asked at many instants. */
export interface FactCondition {
  /** The names that it speaks of. */
  readonly uses: readonly Use[];
  /** Whether it holds. Throws an ExprError if that cannot be computed: a list may be too short. */
  holds(facts: Facts): boolean;
}

/** Reads and checks a condition. Throws an ExprError: it cannot be read, its types do not fit, it is no yes or no. */
export function compileFacts(condition: string, types: FactTypes): FactCondition {
  const tree = parse(condition);
  const program = compileParsed(tree, environmentTypes(types));
  if (!isBool(program.type) && !isAny(program.type)) throw noBool(program.type);
  const build = builderOf(types);
  return {
    uses: usesOf(tree),
    holds: (facts) => {
      const value = program.run(build(facts));
      if (typeof value === 'boolean') return value;
      throw noBool(undefined);
    },
  };
}

function noBool(type: MaybeType): ExprError {
  const found = Object.entries(GO_TYPES).find(([, known]) => known.text === type?.text)?.[0] ?? 'something else';
  return new ExprError('compile', `gives ${found === 'text' ? '' : 'a '}${found}`, NOWHERE, 'true or false');
}

function environmentTypes(types: FactTypes): ReadonlyMap<string, MaybeType> {
  const names = Object.entries(types).map(([name, type]) => [name, goTypeOf(name, type)] as const);
  const functions = [...CONDITION_FUNCTIONS].map(([name, { type }]) => [name, type] as const);
  return new Map([...names, ...functions]);
}

function goTypeOf(name: string, type: FactTypes[string]): GoType {
  if (typeof type === 'string') return GO_TYPES[type];
  return recordOf(name, Object.fromEntries(Object.entries(type).map(([field, inner]) => [field, GO_TYPES[inner]])));
}

/** Makes environments out of facts; the types are made once. */
function builderOf(types: FactTypes): (facts: Facts) => ReadonlyMap<string, Value> {
  const records = Object.entries(types).map(([name, type]) => ({ name, type, goType: goTypeOf(name, type) }));
  return (facts) => {
    const env = new Map<string, Value>(CONDITION_FUNCTIONS);
    for (const { name, type, goType } of records) {
      const fact = own(facts, name);
      if (typeof type === 'string') env.set(name, valueOf(fact, type));
      else env.set(name, { tag: 'fields', type: goType, fields: fieldsOf(fact, type) });
    }
    return env;
  };
}

function fieldsOf(
  record: Fact | FactRecord | undefined,
  types: Readonly<Record<string, FactType>>,
): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const facts = typeof record === 'object' ? record : {};
  for (const name of Object.keys(types)) setOwn(fields, name, valueOf(own(facts, name), types[name] ?? 'text'));
  return fields;
}

function valueOf(fact: Fact | FactRecord | undefined, type: FactType): Value {
  if (typeof fact === 'string') return text(fact);
  if (typeof fact === 'number') return type === 'whole number' ? BigInt(Math.trunc(fact)) : fact;
  return typeof fact === 'boolean' ? fact : null;
}
