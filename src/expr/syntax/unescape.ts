/** What an escape stands for, or what is wrong with the string. */
export type Unescaped = { readonly text: string; readonly error?: undefined } | { readonly error: string };

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['?', '?'],
]);

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['X', 2],
  ['u', 4],
  ['U', 8],
]);

const UNABLE = 'unable to unescape string';

function character(rune: number): string {
  return rune >= 0xd800 && rune <= 0xdfff ? '\ufffd' : String.fromCodePoint(rune);
}

/** The escape behind a backslash at `at`, and where the text goes on. */
function readEscape(text: string, at: number): { readonly text: string; readonly next: number } | string {
  const letter = text[at] ?? '';
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { text: simple, next: at + 1 };
  const digits = HEX_DIGITS.get(letter);
  if (digits !== undefined) {
    const hex = text.slice(at + 1, at + 1 + digits);
    if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) return UNABLE;
    const rune = Number.parseInt(hex, 16);
    return rune > 0x10ffff ? UNABLE : { text: character(rune), next: at + 1 + digits };
  }
  if (!/^[0-3]$/.test(letter)) return UNABLE;
  const octal = text.slice(at, at + 3);
  if (!/^[0-3][0-7][0-7]$/.test(octal)) return 'unable to unescape octal sequence in string';
  return { text: character(Number.parseInt(octal, 8)), next: at + 3 };
}

/**
 * What a quoted string stands for.
 *
 * Source: expr v1.15.5 parser/lexer/utils.go unescape
 */
export function unescape(quoted: string): Unescaped {
  const value = quoted.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  if (value.length < 2 || value[0] !== value[value.length - 1]) return { error: UNABLE };
  const inner = value.slice(1, -1);
  let text = '';
  for (let at = 0; at < inner.length;) {
    const letter = inner[at] ?? '';
    if (letter !== '\\') {
      text += letter;
      at += 1;
      continue;
    }
    if (at + 1 >= inner.length) return { error: "unable to unescape string, found '\\' as last character" };
    const escape = readEscape(inner, at + 1);
    if (typeof escape === 'string') return { error: escape };
    text += escape.text;
    at = escape.next;
  }
  return { text };
}
