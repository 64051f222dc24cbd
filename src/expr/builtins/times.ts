import { ExprPanic } from '../expr-error.ts';
import { parseDuration } from '../time/duration.ts';
import { parseTime } from '../time/parse-time.ts';
import { asString } from '../values/runtime.ts';
import { toText } from '../values/utf8.ts';
import { durationOf, type Time, type Value } from '../values/value.ts';
import type { BuiltinFunction } from './function.ts';

/** Source: expr v1.15.5 builtin/builtin.go date: tried one after the other */
const LAYOUTS = [
  '2006-01-02',
  '15:04:05',
  '2006-01-02 15:04:05',
  '2006-01-02T15:04:05Z07:00',
  '02 Jan 06 15:04 MST',
  'Monday, 02-Jan-06 15:04:05 MST',
  'Mon, 02 Jan 2006 15:04:05 MST',
];

function date(args: readonly Value[]): Time {
  const texts = args.map((arg) => toText(asString(arg)));
  const [text = '', layout, zone] = texts;
  if (layout === undefined) {
    for (const known of LAYOUTS) {
      const time = parseTime(known, text);
      if (typeof time !== 'string') return time;
    }
    throw new ExprPanic(`invalid date ${text}`);
  }
  if (zone !== undefined && zone !== '' && zone !== 'UTC') {
    throw new ExprPanic(`time zone ${zone} is not modelled: write UTC or an offset in the text`);
  }
  const time = parseTime(layout, text);
  if (typeof time === 'string') throw new ExprPanic(time);
  return time;
}

function duration([text = null]: readonly Value[]): Value {
  const nanos = parseDuration(toText(asString(text)));
  if (typeof nanos === 'string') throw new ExprPanic(nanos);
  return durationOf(nanos);
}

export const TIME_FUNCTIONS: Readonly<Record<string, BuiltinFunction>> = {
  date,
  duration,
  now: (_, host) => ({ tag: 'time', nanos: host.nowNanos, offsetSeconds: 0, zone: 'UTC' }),
};
