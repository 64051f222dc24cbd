import type { Json, JsonObject } from '../../../src/api/json.ts';
import { formatValue, type Value } from '../../../src/expr/index.ts';
import { isDuration, typeText } from '../../../src/expr/types/types.ts';
import { splitRunes, toText } from '../../../src/expr/values/utf8.ts';
import { sortedEntries, typeOf } from '../../../src/expr/values/value.ts';

function floatJson(value: number): Json {
  if (Number.isNaN(value)) return { $float: 'NaN' };
  if (!Number.isFinite(value)) return { $float: value > 0 ? '+Inf' : '-Inf' };
  return Object.is(value, -0) ? { $float: '-0' } : value;
}

function wholeJson(value: bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { $int: String(value) };
}

/** A value in the form of `out.value`. */
function jsonOf(value: Value): Json {
  if (typeof value === 'string') return toText(value);
  if (typeof value === 'number') return floatJson(value);
  if (typeof value === 'bigint') return wholeJson(value);
  if (typeof value !== 'object' || value === null) return value;
  switch (value.tag) {
    case 'sized':
      return isDuration(value.type) ? { $duration: toText(formatValue(value)) } : wholeJson(value.value);
    case 'list':
      return Array.from({ length: value.length }, (_, index) => jsonOf(value.at(index)));
    case 'dict':
      return Object.fromEntries(
        sortedEntries(value).map(({ key, value: inner }) => [
          typeof key === 'string' ? toText(key) : `$${reprOf(key)}`,
          jsonOf(inner),
        ]),
      );
    case 'fields':
      return {};
    case 'time':
      return { $time: toText(formatValue(value)) };
    case 'func':
      return { $func: true };
  }
}

function floatRepr(value: number): string {
  const text = formatValue(value);
  return /[.e]|Inf|NaN/.test(text) ? text : `${text}.0`;
}

/** A text as Go's JSON has it: bytes that are no text, and the two line separators, are escaped. */
function textRepr(bytes: string): string {
  const parts = splitRunes(bytes).map((rune) => {
    const text = toText(rune);
    if (rune.length === 1 && text === '\ufffd') return '\\ufffd';
    return JSON.stringify(text).slice(1, -1).replace('\u2028', '\\u2028').replace('\u2029', '\\u2029');
  });
  return `"${parts.join('')}"`;
}

/** A value in the form of `out.repr`. */
function reprOf(value: Value): string {
  if (typeof value === 'string') return textRepr(value);
  if (typeof value === 'number') return floatRepr(value);
  if (value === null) return 'nil';
  if (typeof value !== 'object') return String(value);
  switch (value.tag) {
    case 'sized': {
      const shown = toText(formatValue(value));
      return isDuration(value.type) ? `duration(${shown})` : `${value.type.text}(${value.value})`;
    }
    case 'list':
      return `[${Array.from({ length: value.length }, (_, index) => reprOf(value.at(index))).join(', ')}]`;
    case 'dict':
      return `{${sortedEntries(value)
        .map(({ key, value: inner }) => `${reprOf(key)}: ${reprOf(inner)}`)
        .sort()
        .join(', ')}}`;
    case 'fields':
      return '{}';
    case 'time':
      return `time(${toText(formatValue(value))})`;
    case 'func':
      return 'func';
  }
}

/** A result as the table expr-programs has it. */
export function describeResult(value: Value): JsonObject {
  const type = typeOf(value);
  return { value: jsonOf(value), type: type === undefined ? 'nil' : typeText(type), repr: reprOf(value) };
}
