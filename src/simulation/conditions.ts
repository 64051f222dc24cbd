import {
  BOOL,
  compile,
  CONDITION_FUNCTIONS,
  ExprError,
  type Fields,
  float,
  type GoType,
  int,
  INT,
  recordOf,
  STRING,
  text as textValue,
  typesOf,
  type Value,
} from '../expr/index.ts';
import { NOWHERE } from '../expr/syntax/location.ts';
import { type ConditionFacts, NO_FACTS } from '../timeline/condition-facts.ts';

/** A condition that was read once, to be asked at many instants; throws an ExprError if it cannot be computed. */
export type Condition = (facts: ConditionFacts) => boolean;

/** Reads a condition over the names of src/scenario/condition-names.ts. Throws an ExprError. */
export function compileCondition(text: string): Condition {
  const program = compile(text, typesOf(environmentOf(NO_FACTS)));
  return (facts) => {
    const value = program.run(environmentOf(facts));
    if (typeof value === 'boolean') return value;
    throw new ExprError('runtime', 'a condition has to be true or false', NOWHERE);
  };
}

type Plain = string | number | boolean;

function environmentOf({ rollout, stable, canary, seconds }: ConditionFacts): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['rollout', record('rollout', rollout)],
    ['stable', record('stable', { ...stable })],
    ['canary', record('canary', { ...canary })],
    ['seconds', float(seconds)],
    ...CONDITION_FUNCTIONS,
  ]);
}

/** Numbers of these records are whole. */
function record(name: string, fields: Readonly<Record<string, Plain>>): Fields {
  const entries = Object.entries(fields);
  const type = recordOf(name, Object.fromEntries(entries.map(([key, value]) => [key, typeOfPlain(value)])));
  return { tag: 'fields', type, fields: Object.fromEntries(entries.map(([key, value]) => [key, valueOf(value)])) };
}

function typeOfPlain(value: Plain): GoType {
  if (typeof value === 'string') return STRING;
  return typeof value === 'boolean' ? BOOL : INT;
}

function valueOf(value: Plain): Value {
  if (typeof value === 'string') return textValue(value);
  return typeof value === 'boolean' ? value : int(value);
}
