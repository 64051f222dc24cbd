import { ExprPanic } from '../expr-error.ts';
import { clampDuration } from '../values/arithmetic.ts';
import { formatSized, formatValue, showValue } from '../values/format.ts';
import { asString, wrapInt } from '../values/runtime.ts';
import { toBytes, toText } from '../values/utf8.ts';
import { durationOf, type Func, type Sized, sized, type Time, type Value } from '../values/value.ts';
import {
  BOOL,
  DURATION,
  FLOAT64,
  funcOf,
  type GoType,
  INT,
  INT64,
  isDuration,
  isTime,
  MONTH,
  sameType,
  STRING,
  TIME,
  WEEKDAY,
} from '../types/types.ts';
import { civilOf, floorDivide, NANOS_PER_SECOND, nanosOf, weekdayOf, yearDayOf } from './calendar.ts';
import { formatTime } from './format-time.ts';

/** A method: its type without the receiver, and what it does. */
interface Method<T extends Value> {
  readonly type: GoType;
  call(receiver: T, args: readonly Value[]): Value;
}

function method<T extends Value>(
  result: GoType,
  call: (receiver: T, ...args: readonly Value[]) => Value,
  parameters: readonly GoType[] = [],
): Method<T> {
  return { type: funcOf(parameters, [result]), call: (receiver, args) => call(receiver, ...args) };
}

function asTime(value: Value | undefined): Time {
  if (typeof value === 'object' && value !== null && value.tag === 'time') return value;
  throw new ExprPanic(`interface conversion: interface {} is ${showValue(value ?? null)}, not time.Time`);
}

function asWhole(value: Value | undefined): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'object' && value !== null && value.tag === 'sized' ? value.value : 0n;
}

const civil = (time: Time): ReturnType<typeof civilOf> => civilOf(time.nanos, time.offsetSeconds);
const int = (value: number): bigint => BigInt(value);

function addDate(time: Time, years: Value, months: Value, days: Value): Time {
  const date = civil(time);
  const monthIndex = date.year * 12 + date.month - 1 + Number(asWhole(years)) * 12 + Number(asWhole(months));
  const year = Math.floor(monthIndex / 12);
  const day = date.day + Number(asWhole(days));
  const nanos = nanosOf({ ...date, year, month: monthIndex - year * 12 + 1, day: 1 }, time.offsetSeconds);
  return { ...time, nanos: nanos + BigInt(day - 1) * 86_400n * NANOS_PER_SECOND };
}

/** Source: Go package time, Time.Truncate and Time.Round: multiples of the duration since the year 1. */
const YEAR_ONE = -62_135_596_800n * NANOS_PER_SECOND;

function truncateTime(time: Time, unit: Value, half: boolean): Time {
  const size = asWhole(unit);
  if (size <= 0n) return time;
  const since = time.nanos - YEAR_ONE;
  const rest = since - floorDivide(since, size) * size;
  return { ...time, nanos: half && rest + rest >= size ? time.nanos + size - rest : time.nanos - rest };
}

const TIME_METHODS: ReadonlyMap<string, Method<Time>> = new Map<string, Method<Time>>([
  ['Add', method(TIME, (time, by) => ({ ...time, nanos: time.nanos + asWhole(by) }), [DURATION])],
  ['AddDate', method(TIME, (time, y = 0n, m = 0n, d = 0n) => addDate(time, y, m, d), [INT, INT, INT])],
  ['After', method(BOOL, (time, other) => time.nanos > asTime(other).nanos, [TIME])],
  ['Before', method(BOOL, (time, other) => time.nanos < asTime(other).nanos, [TIME])],
  ['Compare', method(INT, (time, other) => int(Math.sign(Number(time.nanos - asTime(other).nanos))), [TIME])],
  ['Day', method(INT, (time) => int(civil(time).day))],
  ['Equal', method(BOOL, (time, other) => time.nanos === asTime(other).nanos, [TIME])],
  ['Format', method(STRING, (time, layout = '') => toBytes(formatTime(time, toText(asString(layout)))), [STRING])],
  ['Hour', method(INT, (time) => int(civil(time).hour))],
  ['IsDST', method(BOOL, () => false)],
  ['IsZero', method(BOOL, (time) => time.nanos === YEAR_ONE)],
  ['Local', method(TIME, (time) => ({ ...time, offsetSeconds: 0, zone: 'UTC' }))],
  ['Minute', method(INT, (time) => int(civil(time).minute))],
  ['Month', method(MONTH, (time) => sized(MONTH, int(civil(time).month)))],
  ['Nanosecond', method(INT, (time) => int(civil(time).nanosecond))],
  ['Round', method(TIME, (time, unit = 0n) => truncateTime(time, unit, true), [DURATION])],
  ['Second', method(INT, (time) => int(civil(time).second))],
  ['String', method(STRING, (time) => formatValue(time))],
  ['Sub', method(DURATION, (time, other) => durationOf(clampDuration(time.nanos - asTime(other).nanos)), [TIME])],
  ['Truncate', method(TIME, (time, unit = 0n) => truncateTime(time, unit, false), [DURATION])],
  ['UTC', method(TIME, (time) => ({ ...time, offsetSeconds: 0, zone: 'UTC' }))],
  ['Unix', method(INT64, (time) => sized(INT64, floorDivide(time.nanos, NANOS_PER_SECOND)))],
  ['UnixMicro', method(INT64, (time) => sized(INT64, floorDivide(time.nanos, 1_000n)))],
  ['UnixMilli', method(INT64, (time) => sized(INT64, floorDivide(time.nanos, 1_000_000n)))],
  ['UnixNano', method(INT64, (time) => sized(INT64, wrapInt(time.nanos)))],
  ['Weekday', method(WEEKDAY, (time) => sized(WEEKDAY, int(weekdayOf(civil(time)))))],
  ['Year', method(INT, (time) => int(civil(time).year))],
  ['YearDay', method(INT, (time) => int(yearDayOf(civil(time))))],
]);

/** Whole units and the rest apart, as Go adds them: 90 minutes are 1 + 30/60 hours. */
function inUnits(duration: Sized, unit: bigint): number {
  const whole = duration.value / unit;
  return Number(whole) + Number(duration.value - whole * unit) / Number(unit);
}

/** Rounds half away from zero. Source: Go package time, Duration.Round */
function roundDuration({ value }: Sized, unit: Value): Sized {
  const size = asWhole(unit);
  if (size <= 0n) return durationOf(value);
  const rest = value % size;
  const away = value < 0n ? -size : size;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  return durationOf(clampDuration(twice < size ? value - rest : value - rest + away));
}

const DURATION_METHODS: ReadonlyMap<string, Method<Sized>> = new Map<string, Method<Sized>>([
  ['Abs', method(DURATION, ({ value }) => durationOf(clampDuration(value < 0n ? -value : value)))],
  ['Hours', method(FLOAT64, (duration) => inUnits(duration, 3_600_000_000_000n))],
  ['Microseconds', method(INT64, ({ value }) => sized(INT64, value / 1_000n))],
  ['Milliseconds', method(INT64, ({ value }) => sized(INT64, value / 1_000_000n))],
  ['Minutes', method(FLOAT64, (duration) => inUnits(duration, 60_000_000_000n))],
  ['Nanoseconds', method(INT64, ({ value }) => sized(INT64, value))],
  ['Round', method(DURATION, (duration, unit = 0n) => roundDuration(duration, unit), [DURATION])],
  ['Seconds', method(FLOAT64, (duration) => inUnits(duration, 1_000_000_000n))],
  ['String', method(STRING, formatSized)],
  [
    'Truncate',
    method(
      DURATION,
      ({ value }, unit = 0n) => durationOf(asWhole(unit) <= 0n ? value : value - (value % asWhole(unit))),
      [DURATION],
    ),
  ],
]);

const NAME_METHODS: ReadonlyMap<string, Method<Sized>> = new Map([['String', method<Sized>(STRING, formatSized)]]);

function sizedMethods(type: GoType): ReadonlyMap<string, Method<Sized>> | undefined {
  if (isDuration(type)) return DURATION_METHODS;
  return sameType(type, MONTH) || sameType(type, WEEKDAY) ? NAME_METHODS : undefined;
}

/** The type of a method, whose text has the receiver among the parameters; undefined if the type has no such method. */
export function methodType(type: GoType, name: string): GoType | undefined {
  const found = isTime(type) ? TIME_METHODS.get(name)?.type : sizedMethods(type)?.get(name)?.type;
  if (found?.signature === undefined) return undefined;
  const { parameters, results } = found.signature;
  return { ...found, text: funcOf([type, ...parameters], results).text };
}

/** A method of a value, ready to be called; undefined if it has none of that name. */
export function methodOf(value: Value, name: string): Func | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value.tag === 'time') {
    const found = TIME_METHODS.get(name);
    return found && { tag: 'func', type: found.type, call: (args) => found.call(value, args) };
  }
  if (value.tag !== 'sized') return undefined;
  const found = sizedMethods(value.type)?.get(name);
  return found && { tag: 'func', type: found.type, call: (args) => found.call(value, args) };
}
