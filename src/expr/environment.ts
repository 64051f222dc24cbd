import { ExprPanic } from './expr-error.ts';
import { ANY, BOOL, FLOAT64, funcOf, type GoType, INT64, type MaybeType, typeText } from './types/types.ts';
import { showValue } from './values/format.ts';
import { parseFloat64, parseInt64 } from './values/parse-number.ts';
import { isNilValue, truncateFloat } from './values/runtime.ts';
import { type Func, sized, typeOf, type Value } from './values/value.ts';

/*
 * The names that a condition of a metric can use besides the builtins.
 *
 * Source: utils/evaluate/evaluate.go EvalCondition
 */

const AS_INT = funcOf([ANY], [INT64]);
const AS_FLOAT = funcOf([ANY], [FLOAT64]);
const FLOAT_TEST = funcOf([FLOAT64], [BOOL]);
const ANY_TEST = funcOf([ANY], [BOOL]);
const DEFAULT = funcOf([ANY, ANY], [ANY]);

function func(type: GoType, call: (...args: readonly Value[]) => Value): Func {
  return { tag: 'func', type, call: (args) => call(...args) };
}

function unsupported(name: string, value: Value): ExprPanic {
  return new ExprPanic(`${name}() not supported on ${typeText(typeOf(value))} ${showValue(value)}`);
}

/** A whole number of any plain type. */
function whole(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  const isPlain = typeof value === 'object' && value !== null && value.tag === 'sized' && value.type.named !== true;
  return isPlain ? value.value : undefined;
}

/** Source: utils/evaluate/evaluate.go asInt */
const asInt = func(AS_INT, (value = null) => {
  if (typeof value === 'number') return sized(INT64, truncateFloat(value));
  const parsed = typeof value === 'string' ? parseInt64(value, 10) : whole(value);
  if (typeof parsed === 'string') throw new ExprPanic(parsed);
  if (parsed === undefined) throw unsupported('asInt', value);
  return sized(INT64, BigInt.asIntN(64, parsed));
});

/** Source: utils/evaluate/evaluate.go asFloat */
const asFloat = func(AS_FLOAT, (value = null) => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const parsed = parseFloat64(value);
    if (typeof parsed === 'string') throw new ExprPanic(parsed);
    return parsed;
  }
  const number = whole(value);
  if (number === undefined) throw unsupported('asFloat', value);
  return Number(number);
});

const isNaNFunction = func(FLOAT_TEST, (value) => Number.isNaN(value));
const isInfFunction = func(FLOAT_TEST, (value) => value === Infinity || value === -Infinity);

/** The functions that do not depend on the result. */
export const CONDITION_FUNCTIONS: ReadonlyMap<string, Func> = new Map([
  ['asInt', asInt],
  ['asFloat', asFloat],
  ['isNaN', isNaNFunction],
  ['isInf', isInfFunction],
]);

/** `isNil` and `default` look at the whole result, whatever they are given: that is how the reference has it. */
export function conditionEnvironment(result: Value): ReadonlyMap<string, Value> {
  const isNil = isNilValue(result);
  const value = isNil ? null : result;
  return new Map<string, Value>([
    ['result', value],
    ...CONDITION_FUNCTIONS,
    ['isNil', func(ANY_TEST, () => isNil)],
    ['default', func(DEFAULT, (_, fallback = null) => (isNil ? fallback : value))],
  ]);
}

/** The types of the names of an environment. */
export function typesOf(env: ReadonlyMap<string, Value>): ReadonlyMap<string, MaybeType> {
  return new Map([...env].map(([name, value]) => [name, typeOf(value)]));
}
