import { ExprPanic } from '../expr-error.ts';
import {
  foldedSet,
  negatedSet,
  PERL_CLASSES,
  POSIX_CLASSES,
  rangeSet,
  type RuneSet,
  unicodeSet,
  unionSet,
} from './sets.ts';

const SIMPLE: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);

/** An error as Go words it. */
export function regexpError(reason: string, text: string): ExprPanic {
  return new ExprPanic(`error parsing regexp: ${reason}: \`${text}\``);
}

/** Reads bracketed classes and escapes, beginning at `at` of a pattern. Source: Go package regexp/syntax, parse.go */
export class ClassReader {
  readonly #text: string;
  readonly #ignoreCase: boolean;
  at: number;

  constructor(text: string, at: number, ignoreCase: boolean) {
    this.#text = text;
    this.at = at;
    this.#ignoreCase = ignoreCase;
  }

  /** `[a-z\d[:alpha:]]`, with a `]` allowed in the first place. */
  bracketed(): RuneSet {
    const start = this.at;
    this.at += 1;
    const negative = this.#text[this.at] === '^';
    if (negative) this.at += 1;
    const sets: RuneSet[] = [];
    for (let first = true; first || this.#text[this.at] !== ']'; first = false) {
      sets.push(this.#posixGroup() ?? this.group() ?? this.#range(start));
    }
    this.at += 1;
    return negative ? negatedSet(unionSet(sets)) : unionSet(sets);
  }

  #fold(set: RuneSet): RuneSet {
    return this.#ignoreCase ? foldedSet(set) : set;
  }

  #posixGroup(): RuneSet | undefined {
    if (!this.#text.startsWith('[:', this.at)) return undefined;
    const end = this.#text.indexOf(':]', this.at + 2);
    if (end < 0) return undefined;
    const name = this.#text.slice(this.at + 2, end);
    const negative = name.startsWith('^');
    const set = POSIX_CLASSES.get(negative ? name.slice(1) : name);
    if (set === undefined) throw regexpError('invalid character class range', `[:${name}:]`);
    this.at = end + 2;
    return negative ? negatedSet(this.#fold(set)) : this.#fold(set);
  }

  /** `\d`, `\P{Greek}` and their like; undefined if there is no such group here. */
  group(): RuneSet | undefined {
    if (this.#text[this.at] !== '\\') return undefined;
    const letter = this.#text[this.at + 1] ?? '';
    if (letter === 'p' || letter === 'P') return this.#unicodeGroup(letter === 'P');
    const set = PERL_CLASSES.get(letter.toLowerCase());
    if (set === undefined || letter === '') return undefined;
    this.at += 2;
    return letter === letter.toLowerCase() ? this.#fold(set) : negatedSet(this.#fold(set));
  }

  #unicodeGroup(capital: boolean): RuneSet | undefined {
    const start = this.at;
    const first = this.#text.codePointAt(start + 2);
    if (first === undefined) throw regexpError('invalid character class range', this.#text.slice(start));
    let end = start + 2 + String.fromCodePoint(first).length;
    let name = this.#text.slice(start + 2, end);
    if (name === '{') {
      const close = this.#text.indexOf('}', start);
      if (close < 0) throw regexpError('invalid character class range', this.#text.slice(start));
      name = this.#text.slice(start + 3, close);
      end = close + 1;
    }
    const caret = name.startsWith('^');
    const set = unicodeSet(caret ? name.slice(1) : name);
    if (set === undefined) throw regexpError('invalid character class range', this.#text.slice(start, end));
    this.at = end;
    return capital === caret ? this.#fold(set) : negatedSet(this.#fold(set));
  }

  #range(classStart: number): RuneSet {
    const start = this.at;
    const low = this.#classRune(classStart);
    let high = low;
    if (this.#text[this.at] === '-' && this.at + 1 < this.#text.length && this.#text[this.at + 1] !== ']') {
      this.at += 1;
      high = this.#classRune(classStart);
      if (high < low) throw regexpError('invalid character class range', this.#text.slice(start, this.at));
    }
    return this.#fold(rangeSet(low, high));
  }

  #classRune(classStart: number): number {
    if (this.at >= this.#text.length) throw regexpError('missing closing ]', this.#text.slice(classStart));
    return this.#text[this.at] === '\\' ? this.escape() : this.#next();
  }

  #next(): number {
    const rune = this.#text.codePointAt(this.at) ?? 0xfffd;
    this.at += rune > 0xffff ? 2 : 1;
    return rune;
  }

  /** An escaped code point. */
  escape(): number {
    const start = this.at;
    this.at += 1;
    if (this.at >= this.#text.length) throw regexpError('trailing backslash at end of expression', '');
    const rune = this.#next();
    const letter = String.fromCodePoint(rune);
    const simple = SIMPLE.get(letter);
    if (simple !== undefined) return simple;
    if (/^[0-7]$/.test(letter) && (letter === '0' || /^[0-7]/.test(this.#text.slice(this.at))))
      return this.#octal(rune);
    if (letter === 'x') {
      const code = this.#hexadecimal();
      if (code !== undefined) return code;
    } else if (rune < 0x80 && !/[A-Za-z0-9]/.test(letter)) {
      return rune;
    }
    throw regexpError('invalid escape sequence', this.#text.slice(start, this.at));
  }

  #octal(first: number): number {
    let value = first - 0x30;
    for (let count = 1; count < 3 && /^[0-7]$/.test(this.#text[this.at] ?? ''); count += 1) {
      value = value * 8 + (this.#next() - 0x30);
    }
    return value;
  }

  /** `\x41` or `\x{1F600}`; on a mistake the reader stands behind the character that is wrong. */
  #hexadecimal(): number | undefined {
    if (this.at >= this.#text.length) return undefined;
    const braced = this.#text[this.at] === '{';
    if (!braced) {
      const digits = this.#text.slice(this.at, this.at + 2);
      if (digits.length < 2) throw regexpError('invalid UTF-8', '');
      this.#next();
      this.#next();
      return /^[0-9a-fA-F]{2}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
    }
    this.at += 1;
    let value = 0;
    for (let count = 0; this.at < this.#text.length; count += 1) {
      const letter = String.fromCodePoint(this.#next());
      if (letter === '}') return count === 0 ? undefined : value;
      if (!/^[0-9a-fA-F]$/.test(letter)) return undefined;
      value = value * 16 + Number.parseInt(letter, 16);
      if (value > 0x10ffff) return undefined;
    }
    return undefined;
  }
}
