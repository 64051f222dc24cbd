import { ExprPanic } from '../expr-error.ts';
import { quote } from './quote.ts';
import { toBytes, toText } from './utf8.ts';
import { anyList, stringMap, type Value } from './value.ts';

const LITERALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['null', null],
  ['true', true],
  ['false', false],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The scanner takes the end of the text for a blank first: where one may stand, the end itself is what is wrong. */
const BLANK_ALLOWED: ReadonlySet<string> = new Set([
  ...['looking for beginning of value', 'looking for beginning of object key string', 'in string literal'],
  ...['after array element', 'after object key', 'after object key:value pair', 'after top-level value'],
]);

const MAX_NESTING = 1000;

/**
 * The value of a JSON text, given in bytes: numbers are floats, lists `[]any`, objects `map[string]any`.
 *
 * Source: Go package encoding/json, Unmarshal into an interface, with the errors of its scanner
 */
export function readJson(text: string): Value {
  return new JsonReader(text).read();
}

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Value {
    const value = this.#value('looking for beginning of value');
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
    return value;
  }

  #blanks(): void {
    while (/^[ \t\r\n]$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #unexpected(context: string): ExprPanic {
    const character = this.#text[this.#at] ?? (BLANK_ALLOWED.has(context) ? undefined : ' ');
    if (character === undefined) return new ExprPanic('unexpected end of JSON input');
    const shown = character === "'" ? "'\\''" : character === '"' ? `'"'` : `'${quote(character).slice(1, -1)}'`;
    return new ExprPanic(`invalid character ${shown} ${context}`);
  }

  #value(context: string): Value {
    this.#blanks();
    const character = this.#text[this.#at] ?? '';
    if (character === '{' || character === '[') {
      this.#depth += 1;
      if (this.#depth > MAX_NESTING) throw new ExprPanic('exceeded max depth');
      this.#at += 1;
      const value = character === '{' ? this.#object() : this.#array();
      this.#depth -= 1;
      return value;
    }
    if (character === '"') return toBytes(this.#string());
    if (character === '-' || (character >= '0' && character <= '9')) return this.#number();
    const literal = { n: 'null', t: 'true', f: 'false' }[character];
    if (literal === undefined) throw this.#unexpected(context);
    return this.#literal(literal);
  }

  #literal(word: string): Value {
    this.#at += 1;
    for (const [index, letter] of Array.from(word).entries()) {
      if (index === 0) continue;
      if (this.#text[this.#at] !== letter) throw this.#unexpected(`in literal ${word} (expecting '${letter}')`);
      this.#at += 1;
    }
    return LITERALS.get(word) ?? null;
  }

  #array(): Value {
    const items: Value[] = [];
    this.#blanks();
    if (this.#text[this.#at] === ']') {
      this.#at += 1;
      return anyList(items);
    }
    for (;;) {
      items.push(this.#value('looking for beginning of value'));
      this.#blanks();
      const character = this.#text[this.#at];
      if (character !== ',' && character !== ']') throw this.#unexpected('after array element');
      this.#at += 1;
      if (character === ']') return anyList(items);
    }
  }

  #object(): Value {
    const entries: [string, Value][] = [];
    this.#blanks();
    if (this.#text[this.#at] === '}') {
      this.#at += 1;
      return stringMap(entries);
    }
    for (;;) {
      this.#blanks();
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = toBytes(this.#string());
      this.#blanks();
      if (this.#text[this.#at] !== ':') throw this.#unexpected('after object key');
      this.#at += 1;
      entries.push([key, this.#value('looking for beginning of value')]);
      this.#blanks();
      const character = this.#text[this.#at];
      if (character !== ',' && character !== '}') throw this.#unexpected('after object key:value pair');
      this.#at += 1;
      if (character === '}') return stringMap(entries);
    }
  }

  #string(): string {
    this.#at += 1;
    let text = '';
    let start = this.#at;
    for (;;) {
      const character = this.#text[this.#at] ?? '';
      if (character === '' || character < ' ') throw this.#unexpected('in string literal');
      this.#at += 1;
      if (character !== '"' && character !== '\\') continue;
      text += toText(this.#text.slice(start, this.#at - 1));
      if (character === '"') return text;
      text += this.#escape();
      start = this.#at;
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    const simple = ESCAPES.get(letter);
    if (simple !== undefined) {
      this.#at += 1;
      return simple;
    }
    if (letter !== 'u') throw this.#unexpected('in string escape code');
    this.#at += 1;
    const start = this.#at;
    for (; this.#at < start + 4; this.#at += 1) {
      if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? ''))
        throw this.#unexpected('in \\u hexadecimal character escape');
    }
    return String.fromCharCode(Number.parseInt(this.#text.slice(start, this.#at), 16));
  }

  #number(): Value {
    const start = this.#at;
    if (this.#text[this.#at] === '-') {
      this.#at += 1;
      if (!this.#digit()) throw this.#unexpected('in numeric literal');
    }
    if (this.#text[this.#at] === '0') this.#at += 1;
    else this.#digits();
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      if (!this.#digit()) throw this.#unexpected('after decimal point in numeric literal');
      this.#digits();
    }
    if (/^[eE]$/.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
      if (/^[+-]$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      if (!this.#digit()) throw this.#unexpected('in exponent of numeric literal');
      this.#digits();
    }
    const digits = this.#text.slice(start, this.#at);
    const value = Number(digits);
    if (Number.isFinite(value)) return value;
    throw new ExprPanic(`json: cannot unmarshal number ${digits} into Go value of type float64`);
  }

  #digit(): boolean {
    return /^[0-9]$/.test(this.#text[this.#at] ?? '');
  }

  #digits(): void {
    while (this.#digit()) this.#at += 1;
  }
}
