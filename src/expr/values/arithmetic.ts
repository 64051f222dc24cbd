import { pow } from '../../kernel/pow.ts';
import { ExprPanic } from '../expr-error.ts';
import { isDuration, typeText } from '../types/types.ts';
import { typeName, toFloat, wrapInt } from './runtime.ts';
import { durationOf, type Sized, sized, typeOf, type Value } from './value.ts';

/*
 * Operators on values whose types are known only now. Source: expr v1.15.5 vm/runtime/helpers/main.go: whole numbers of any
 * type give an int of 64 bits that wraps around, a float on either side makes floats of both.
 */

function invalid(a: Value, operator: string, b: Value): ExprPanic {
  return new ExprPanic(`invalid operation: ${typeName(a)} ${operator} ${typeName(b)}`);
}

/** The value as a whole number of a plain type. */
function whole(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  const plain = typeof value === 'object' && value !== null && value.tag === 'sized' && value.type.named !== true;
  return plain ? wrapInt(value.value) : undefined;
}

function nanosOfDuration(value: Value): bigint | undefined {
  const isOne = typeof value === 'object' && value !== null && value.tag === 'sized' && isDuration(value.type);
  return isOne ? value.value : undefined;
}

function isTimeValue(value: Value): value is Extract<Value, { tag: 'time' }> {
  return typeof value === 'object' && value !== null && value.tag === 'time';
}

/** Both sides as numbers that can be compared and reckoned with: both whole, or both floats. */
function numbers(a: Value, b: Value): readonly [bigint, bigint] | readonly [number, number] | undefined {
  if (typeof a === 'number' && typeof b === 'number') return [a, b];
  if (typeof a === 'bigint' && typeof b === 'bigint') return [a, b];
  const x = typeof a === 'number' ? a : whole(a);
  const y = typeof b === 'number' ? b : whole(b);
  if (x === undefined || y === undefined) return undefined;
  return typeof x === 'bigint' && typeof y === 'bigint' ? [x, y] : [Number(x), Number(y)];
}

/** Both sides in a form in which `<` orders them; undefined if the language does not compare them. */
function comparables(a: Value, b: Value): readonly [bigint | number | string, bigint | number | string] | undefined {
  if (typeof a === 'string' && typeof b === 'string') return [a, b];
  const pair = numbers(a, b);
  if (pair !== undefined) return pair;
  if (isTimeValue(a) && isTimeValue(b)) return [a.nanos, b.nanos];
  const x = nanosOfDuration(a);
  const y = nanosOfDuration(b);
  return x === undefined || y === undefined ? undefined : [x, y];
}

export type Comparison = '<' | '>' | '<=' | '>=';

export function compare(operator: Comparison, a: Value, b: Value): boolean {
  const pair = comparables(a, b);
  if (pair === undefined) throw invalid(a, operator, b);
  const [x, y] = pair;
  switch (operator) {
    case '<':
      return x < y;
    case '>':
      return x > y;
    case '<=':
      return x <= y;
    case '>=':
      return x >= y;
  }
}

/** Equal numbers, texts, times or durations; undefined where Go compares deeply. */
export function equalPlainly(a: Value, b: Value): boolean | undefined {
  const pair = comparables(a, b);
  return pair === undefined ? undefined : pair[0] === pair[1];
}

/** Two whole numbers, or two floats, put together; undefined if they are no numbers. */
function combine(
  a: Value,
  b: Value,
  ofWhole: (x: bigint, y: bigint) => bigint,
  ofFloat: (x: number, y: number) => number,
): Value | undefined {
  const pair = numbers(a, b);
  if (pair === undefined) return undefined;
  const [x, y] = pair;
  if (typeof x === 'bigint' && typeof y === 'bigint') return wrapInt(ofWhole(x, y));
  return ofFloat(Number(x), Number(y));
}

export function add(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  const sum = combine(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
  if (sum !== undefined) return sum;
  const [x, y] = [nanosOfDuration(a), nanosOfDuration(b)];
  if (isTimeValue(a) && y !== undefined) return { ...a, nanos: a.nanos + y };
  if (x !== undefined && isTimeValue(b)) return { ...b, nanos: b.nanos + x };
  if (x !== undefined && y !== undefined) return durationOf(wrapInt(x + y));
  throw invalid(a, '+', b);
}

export function subtract(a: Value, b: Value): Value {
  const difference = combine(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  );
  if (difference !== undefined) return difference;
  const y = nanosOfDuration(b);
  if (isTimeValue(a) && isTimeValue(b)) return durationOf(clampDuration(a.nanos - b.nanos));
  if (isTimeValue(a) && y !== undefined) return { ...a, nanos: a.nanos - y };
  const x = nanosOfDuration(a);
  if (x !== undefined && y !== undefined) return durationOf(wrapInt(x - y));
  throw invalid(a, '-', b);
}

/** A time further apart than a duration can say is the longest one. Source: Go package time, Time.Sub */
export function clampDuration(nanos: bigint): bigint {
  const most = (1n << 63n) - 1n;
  if (nanos > most) return most;
  return nanos < -most - 1n ? -most - 1n : nanos;
}

/** A duration times a whole number is a duration, times a float a float. */
export function multiply(a: Value, b: Value): Value {
  const product = combine(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
  if (product !== undefined) return product;
  const x = nanosOfDuration(a) ?? (typeof a === 'number' ? a : whole(a));
  const y = nanosOfDuration(b) ?? (typeof b === 'number' ? b : whole(b));
  if (x === undefined || y === undefined) throw invalid(a, '*', b);
  return typeof x === 'bigint' && typeof y === 'bigint' ? durationOf(wrapInt(x * y)) : Number(x) * Number(y);
}

export function divide(a: Value, b: Value): number {
  const pair = numbers(a, b);
  if (pair === undefined) throw invalid(a, '/', b);
  return Number(pair[0]) / Number(pair[1]);
}

export function modulo(a: Value, b: Value): bigint {
  const x = whole(a);
  const y = whole(b);
  if (x === undefined || y === undefined) throw invalid(a, '%', b);
  if (y === 0n) throw new ExprPanic('runtime error: integer divide by zero');
  return wrapInt(x % y);
}

export function power(a: Value, b: Value): number {
  return pow(toFloat(a), toFloat(b));
}

const BITS: Readonly<Record<string, number>> = {
  int: 64,
  uint: 64,
  int8: 8,
  uint8: 8,
  int16: 16,
  uint16: 16,
  int32: 32,
};

/** A whole number as its type can hold it. */
export function fit(type: Sized['type'], value: bigint): Sized {
  const bits = BITS[type.kind] ?? 64;
  const held = type.kind.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
  return sized(type, held);
}

export function negate(value: Value): Value {
  if (typeof value === 'number') return -value;
  if (typeof value === 'bigint') return wrapInt(-value);
  if (typeof value === 'object' && value !== null && value.tag === 'sized' && value.type.named !== true) {
    return fit(value.type, -value.value);
  }
  throw new ExprPanic(`invalid operation: - ${typeText(typeOf(value))}`);
}
