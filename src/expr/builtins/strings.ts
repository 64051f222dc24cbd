import { ExprPanic } from '../expr-error.ts';
import type { Host } from '../machine/host.ts';
import { ANY_SLICE, STRING_SLICE, typeTextOrBad } from '../types/types.ts';
import { asString, isList, toInt } from '../values/runtime.ts';
import { decodeRune, splitRunes, toBytes, toText } from '../values/utf8.ts';
import { listOf, typeOf, type Value } from '../values/value.ts';
import type { BuiltinFunction } from './function.ts';

/*
 * Source: expr v1.15.5 builtin/builtin.go and Go package strings. All of them work on bytes (values/utf8.ts).
 */

/** The text of an argument; looking at it costs steps. */
function text(args: readonly Value[], index: number, host: Host): string {
  const value = asString(args[index] ?? null);
  host.spend(1 + value.length / 16);
  return value;
}

const SPACES: ReadonlySet<number> = new Set([
  ...[0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
]);

function trimRunes(value: string, cut: (rune: number) => boolean): string {
  const runes = splitRunes(value);
  const isCut = (rune: string | undefined): boolean => rune !== undefined && cut(decodeRune(rune, 0).rune);
  let start = 0;
  let end = runes.length;
  while (start < end && isCut(runes[start])) start += 1;
  while (end > start && isCut(runes[end - 1])) end -= 1;
  return runes.slice(start, end).join('');
}

function trim(args: readonly Value[], host: Host): string {
  const value = text(args, 0, host);
  if (args.length === 1) return trimRunes(value, (rune) => SPACES.has(rune));
  const cutset = new Set(splitRunes(text(args, 1, host)).map((rune) => decodeRune(rune, 0).rune));
  return trimRunes(value, (rune) => cutset.has(rune));
}

/** The case of each code point by itself: `ß` has no capital letter of its own and stays. */
function mapCase(value: string, change: (character: string) => string): string {
  return toBytes(
    Array.from(toText(value), (character) => {
      const changed = change(character);
      return Array.from(changed).length === 1 ? changed : character;
    }).join(''),
  );
}

/** Parts of at most `count` texts; negative for any number. Source: Go package strings, genSplit */
function splitText(value: string, separator: string, keep: number, count: number): readonly string[] {
  if (count === 0) return [];
  if (separator === '') return explode(value, count);
  const parts: string[] = [];
  let from = 0;
  for (let at = value.indexOf(separator); at >= 0 && (count < 0 || parts.length < count - 1);) {
    parts.push(value.slice(from, at + keep));
    from = at + separator.length;
    at = value.indexOf(separator, from);
  }
  return [...parts, value.slice(from)];
}

function explode(value: string, count: number): readonly string[] {
  const runes = splitRunes(value);
  if (count < 0 || count >= runes.length) return runes;
  return [...runes.slice(0, count - 1), runes.slice(count - 1).join('')];
}

function split(args: readonly Value[], host: Host, keepSeparator: boolean): Value {
  const value = text(args, 0, host);
  const separator = text(args, 1, host);
  host.spend(value.length);
  const limit = args[2];
  const count = limit === undefined ? -1 : Number(toInt(limit));
  const parts = splitText(value, separator, keepSeparator ? separator.length : 0, count);
  const list = listOf(STRING_SLICE, parts);
  return count === 0 ? { ...list, isNil: true } : list;
}

/** Source: Go package strings, Replace: an empty text is found before each code point and at the end. */
function replace(args: readonly Value[], host: Host): Value {
  const value = text(args, 0, host);
  const old = text(args, 1, host);
  const fresh = text(args, 2, host);
  host.spend(value.length);
  const limit = args[3];
  const count = limit === undefined ? -1 : Number(toInt(limit));
  if (old === fresh || count === 0) return value;
  const parts = old === '' ? ['', ...splitRunes(value)] : value.split(old);
  const found = old === '' ? parts.length : parts.length - 1;
  const done = count < 0 ? found : Math.min(count, found);
  host.growText(value.length + done * fresh.length);
  if (old !== '')
    return (
      parts.slice(0, done + 1).join(fresh) +
      parts
        .slice(done + 1)
        .map((part) => old + part)
        .join('')
    );
  return parts.map((part, index) => (index < done ? part + fresh : part)).join('');
}

const MOST_REPEATS = 1_000_000n;

function repeat(args: readonly Value[], host: Host): Value {
  const count = toInt(args[1] ?? null);
  if (count > MOST_REPEATS) throw new ExprPanic('memory budget exceeded');
  const value = text(args, 0, host);
  if (count < 0n) throw new ExprPanic('strings: negative Repeat count');
  host.growText(value.length * Number(count));
  return value.repeat(Number(count));
}

function join(args: readonly Value[], host: Host): Value {
  const glue = args.length === 2 ? text(args, 1, host) : '';
  const list = args[0] ?? null;
  if (!isList(list) || (list.type.text !== STRING_SLICE.text && list.type.text !== ANY_SLICE.text)) {
    throw new ExprPanic(`invalid argument for join (type ${typeTextOrBad(typeOf(list))})`);
  }
  host.spend(list.length);
  const parts: string[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const part = asString(list.at(index));
    host.growText(part.length + glue.length);
    parts.push(part);
  }
  return parts.join(glue);
}

function prefixArgument(args: readonly Value[], host: Host): string {
  return args.length === 2 ? text(args, 1, host) : ' ';
}

function withoutPrefix(prefix: string, value: string): string {
  return value.startsWith(prefix) ? value.slice(prefix.length) : value;
}

function withoutSuffix(suffix: string, value: string): string {
  return value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value;
}

export const STRING_FUNCTIONS: Readonly<Record<string, BuiltinFunction>> = {
  trim,
  trimPrefix: (args, host) => withoutPrefix(prefixArgument(args, host), text(args, 0, host)),
  trimSuffix: (args, host) => withoutSuffix(prefixArgument(args, host), text(args, 0, host)),
  upper: (args, host) => mapCase(text(args, 0, host), (character) => character.toUpperCase()),
  lower: (args, host) =>
    mapCase(text(args, 0, host), (character) => (character === '\u0130' ? 'i' : character.toLowerCase())),
  split: (args, host) => split(args, host, false),
  splitAfter: (args, host) => split(args, host, true),
  replace,
  repeat,
  join,
  indexOf: (args, host) => BigInt(text(args, 0, host).indexOf(text(args, 1, host))),
  lastIndexOf: (args, host) => BigInt(text(args, 0, host).lastIndexOf(text(args, 1, host))),
  hasPrefix: (args, host) => text(args, 0, host).startsWith(text(args, 1, host)),
  hasSuffix: (args, host) => text(args, 0, host).endsWith(text(args, 1, host)),
};
