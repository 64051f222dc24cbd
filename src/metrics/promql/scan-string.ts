import { unicodeOf } from './characters.ts';
import type { Cursor } from './cursor.ts';

const LARGEST_CODE_POINT = 0x10ffff;

/**
 * Moves over a quoted string whose opening quote was taken. Gives what is wrong with it, if something is.
 * Source: promql/parser/lex.go lexString, lexRawString.
 */
export function scanString(cursor: Cursor, quote: string): string | undefined {
  const raw = quote === '`';
  for (;;) {
    const character = cursor.next();
    if (character === quote) return undefined;
    if (character === '') return raw ? 'unterminated raw string' : 'unterminated quoted string';
    if (raw) continue;
    if (character === '\n') return 'unterminated quoted string';
    if (character !== '\\') continue;
    const wrong = scanEscape(cursor, quote);
    if (wrong !== undefined) return wrong;
  }
}

/** Moves over an escape sequence whose backslash was taken. Source: promql/parser/lex.go lexEscape. */
function scanEscape(cursor: Cursor, quote: string): string | undefined {
  let character = cursor.next();
  if (character === '') return 'escape sequence not terminated';
  if ('abfnrtv\\'.includes(character) || character === quote) return undefined;
  let digits = 3;
  let base = 8;
  let largest = 255;
  if (!/^[0-7]$/.test(character)) {
    if (!'xuU'.includes(character)) return `unknown escape sequence ${unicodeOf(character)}`;
    base = 16;
    digits = character === 'x' ? 2 : character === 'u' ? 4 : 8;
    largest = character === 'x' ? 255 : LARGEST_CODE_POINT;
    character = cursor.next();
  }
  let value = 0;
  for (let left = digits; left > 0; left -= 1) {
    const digit = character === '' ? NaN : parseInt(character, base);
    if (character === '') return 'escape sequence not terminated';
    if (Number.isNaN(digit)) return `illegal character ${unicodeOf(character)} in escape sequence`;
    value = value * base + digit;
    if (left > 1) character = cursor.next();
  }
  const invalid = value > largest || (value >= 0xd800 && value < 0xe000);
  return invalid ? 'escape sequence is an invalid Unicode code point' : undefined;
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\u000b'],
]);

/** The text that a quoted string, as scanned, stands for. Source: util/strutil/quote.go Unquote. */
export function unquote(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith('`') || !inner.includes('\\')) return inner;
  const bytes: number[] = [];
  const utf8 = new TextEncoder();
  const escape = /\\(?:([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))|[^\\]+/g;
  for (const [part, octal, byte, short, long, simple] of inner.matchAll(escape)) {
    // Octal and \x name bytes, not characters.
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else if (byte !== undefined) bytes.push(parseInt(byte, 16));
    else if (short !== undefined) bytes.push(...utf8.encode(String.fromCodePoint(parseInt(short, 16))));
    else if (long !== undefined) bytes.push(...utf8.encode(String.fromCodePoint(parseInt(long, 16))));
    else bytes.push(...utf8.encode(simple === undefined ? part : (SIMPLE.get(simple) ?? simple)));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
