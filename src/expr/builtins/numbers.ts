import { ExprPanic } from '../expr-error.ts';
import type { Host } from '../machine/host.ts';
import { isSigned, type GoType, sameType, UINT } from '../types/types.ts';
import { compare } from '../values/arithmetic.ts';
import { formatValue } from '../values/format.ts';
import { parseFloat64, parseInt64 } from '../values/parse-number.ts';
import { isList, kindName, toFloat, toInt, typeName, wrapInt } from '../values/runtime.ts';
import { toText } from '../values/utf8.ts';
import { fit } from '../values/arithmetic.ts';
import { type Sized, typeOf, type Value } from '../values/value.ts';
import { type BuiltinFunction, itemsOf, listArgument } from './function.ts';

/* Source: expr v1.15.5 builtin/func.go and builtin/builtin.go */

function isPlainSized(value: Value): value is Sized {
  return typeof value === 'object' && value !== null && value.tag === 'sized' && value.type.named !== true;
}

function abs([value = null]: readonly Value[]): Value {
  if (typeof value === 'number') return value < 0 ? -value : value;
  if (typeof value === 'bigint') return value < 0n ? wrapInt(-value) : value;
  if (isPlainSized(value)) return value.value < 0n ? fit(value.type, -value.value) : value;
  throw new ExprPanic(`invalid argument for abs (type ${typeName(value)})`);
}

/** A function of floats that gives whole numbers as floats too. */
function rounding(name: string, round: (value: number) => number): BuiltinFunction {
  return ([value = null]) => {
    if (typeof value === 'number') return round(value);
    if (typeof value === 'bigint' || isPlainSized(value)) return toFloat(value);
    throw new ExprPanic(`invalid argument for ${name} (type ${typeName(value)})`);
  };
}

/** Half away from zero; the sign of zero is kept. Source: Go package math, Round */
function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  if (Math.abs(value - whole) < 0.5) return whole;
  return value < 0 || Object.is(value, -0) ? whole - 1 : whole + 1;
}

function toWhole([value = null]: readonly Value[]): Value {
  if (typeof value === 'string') {
    const parsed = parseInt64(value, 10);
    if (typeof parsed === 'string') throw new ExprPanic(`invalid operation: int(${toText(value)})`);
    return parsed;
  }
  return toInt(value);
}

function toFloating([value = null]: readonly Value[]): Value {
  if (typeof value === 'string') {
    const parsed = parseFloat64(value);
    if (typeof parsed === 'string') throw new ExprPanic(`invalid operation: float(${toText(value)})`);
    return parsed;
  }
  return toFloat(value);
}

/** The first value that no other is beyond; the types stay as they are. */
function extreme(operator: '<' | '>'): BuiltinFunction {
  return (args) => {
    let best: Value = null;
    for (const value of args) if (best === null || compare(operator, best, value)) best = value;
    return best;
  };
}

/** A number of any type, named ones too, as reflection reads it. */
function reflectedNumber(value: Value): bigint | number | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const isOne = typeof value === 'object' && value !== null && value.tag === 'sized' && isSigned(value.type);
  return isOne ? value.value : undefined;
}

function numbersOf(args: readonly Value[], name: string, host: Host): readonly (bigint | number)[] {
  const list = listArgument(args[0], `cannot ${name} %s`, host);
  return itemsOf(list).map((item) => {
    const number = reflectedNumber(item);
    if (number === undefined) throw new ExprPanic(`cannot ${name} ${reflectedKind(item)}`);
    return number;
  });
}

/** A nil inside a list is seen as the interface that holds it. */
function reflectedKind(value: Value): string {
  return value === null ? 'interface' : kindName(value);
}

/** Whole numbers are added as such until the first float. */
function sum(args: readonly Value[], host: Host): Value {
  const numbers = numbersOf(args, 'sum', host);
  const firstFloat = numbers.findIndex((number) => typeof number === 'number');
  const whole = numbers
    .slice(0, firstFloat < 0 ? undefined : firstFloat)
    .reduce<bigint>((total, number) => wrapInt(total + BigInt(number)), 0n);
  if (firstFloat < 0) return whole;
  return numbers.slice(firstFloat).reduce<number>((total, number) => total + Number(number), Number(whole));
}

function mean(args: readonly Value[], host: Host): Value {
  const numbers = numbersOf(args, 'mean', host);
  if (numbers.length === 0) return 0;
  return numbers.reduce<number>((total, number) => total + Number(number), 0) / numbers.length;
}

/** NaN comes before every number. Source: Go package sort, Float64s */
function compareFloats(a: number, b: number): number {
  if (a < b || (Number.isNaN(a) && !Number.isNaN(b))) return -1;
  return b < a || (Number.isNaN(b) && !Number.isNaN(a)) ? 1 : 0;
}

function median(args: readonly Value[], host: Host): Value {
  const numbers = numbersOf(args, 'median', host).map(Number).sort(compareFloats);
  const middle = Math.floor(numbers.length / 2);
  const upper = numbers[middle] ?? 0;
  return numbers.length % 2 === 1 ? upper : ((numbers[middle - 1] ?? 0) + upper) / 2;
}

function typeWord(type: GoType): string {
  if (type.named === true) return type.text;
  if (type.kind === 'slice' || type.kind === 'array') return 'array';
  if (type.kind.startsWith('int')) return 'int';
  if (type.kind.startsWith('uint') || sameType(type, UINT)) return 'uint';
  return type.kind.startsWith('float') ? 'float' : type.kind;
}

function describeType([value = null]: readonly Value[]): Value {
  const type = typeOf(value);
  return type === undefined ? 'nil' : typeWord(type);
}

function toStringValue([value = null]: readonly Value[], host: Host): Value {
  host.spend(isList(value) ? value.length : 1);
  const text = formatValue(value);
  host.growText(text.length);
  return text;
}

export const NUMBER_FUNCTIONS: Readonly<Record<string, BuiltinFunction>> = {
  abs,
  ceil: rounding('ceil', Math.ceil),
  floor: rounding('floor', Math.floor),
  round: rounding('round', roundHalfAway),
  int: toWhole,
  float: toFloating,
  string: toStringValue,
  type: describeType,
  max: extreme('<'),
  min: extreme('>'),
  sum,
  mean,
  median,
};
