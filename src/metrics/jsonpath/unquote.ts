const SIMPLE: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 }),
);
const HEX_DIGITS: ReadonlyMap<string, number> = new Map(Object.entries({ x: 2, u: 4, U: 8 }));
const MAX_RUNE = 0x10ffff;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An escape: the bytes it stands for, and its length after the backslash; undefined if there is none. */
interface Escape {
  readonly bytes: readonly number[];
  readonly length: number;
}

function escapeOf(rest: string, quote: string): Escape | undefined {
  const letter = rest.charAt(0);
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { bytes: [simple], length: 1 };
  if (letter === '"' || letter === "'") {
    return letter === quote ? { bytes: [letter.charCodeAt(0)], length: 1 } : undefined;
  }
  const digits = HEX_DIGITS.get(letter);
  if (digits !== undefined) return hexEscape(rest.slice(1, 1 + digits), digits);
  const octal = /^[0-7]{3}/.exec(rest)?.[0];
  if (octal === undefined) return undefined;
  const value = Number.parseInt(octal, 8);
  return value > 255 ? undefined : { bytes: [value], length: 3 };
}

function hexEscape(text: string, digits: number): Escape | undefined {
  if (text.length < digits || !/^[0-9a-fA-F]+$/.test(text)) return undefined;
  const value = Number.parseInt(text, 16);
  const length = 1 + digits;
  if (digits === 2) return { bytes: [value], length };
  if (value > MAX_RUNE || (value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { bytes: [...encoder.encode(String.fromCodePoint(value))], length };
}

/**
 * The text inside quotes, with Go's escapes; single quotes are as good as double ones. Undefined for an escape that Go does not have.
 * Source: k8s.io/client-go/util/jsonpath/parser.go UnquoteExtend, Go strconv.UnquoteChar.
 */
export function unquote(quoted: string): string | undefined {
  const quote = quoted.charAt(0);
  const inner = quoted.slice(1, -1);
  if (quoted.length < 2 || quoted.at(-1) !== quote) return undefined;
  if (!inner.includes('\\') && !inner.includes(quote)) return inner;
  const bytes: number[] = [];
  for (let at = 0; at < inner.length;) {
    const character = String.fromCodePoint(inner.codePointAt(at) ?? 0);
    if (character === quote) return undefined;
    if (character !== '\\') {
      bytes.push(...encoder.encode(character));
      at += character.length;
      continue;
    }
    const escape = escapeOf(inner.slice(at + 1, at + 10), quote);
    if (escape === undefined) return undefined;
    bytes.push(...escape.bytes);
    at += 1 + escape.length;
  }
  return decoder.decode(Uint8Array.from(bytes));
}
