import { ClassReader, regexpError } from './classes.ts';
import type { Assertion, Pattern } from './pattern.ts';
import { ANY_RUNE, foldedSet, NOT_NEWLINE, rangeSet, type RuneSet } from './sets.ts';

/** What `(?ims)` turns on. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

/** What is being read inside one pair of brackets. */
interface Group {
  readonly options: Pattern[];
  parts: Pattern[];
  /** The flags outside, which hold again behind the closing bracket. */
  readonly outer: Flags;
}

const MAX_GROUPS = 500;
const MAX_REPEAT = 1000;

/** Reads a regular expression of Go's syntax. Source: Go package regexp/syntax, parse.go */
export function parseRegexp(text: string): Pattern {
  return new RegexpParser(text).parse();
}

class RegexpParser {
  readonly #text: string;
  readonly #groups: Group[] = [];
  readonly #names = new Set<string>();
  #flags: Flags = { ignoreCase: false, multiLine: false, dotAll: false };
  #current: Group = { options: [], parts: [], outer: this.#flags };
  #at = 0;
  /** Where the repetition just read began: two in a row are an error. */
  #lastRepeat: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Pattern {
    while (this.#at < this.#text.length) {
      const start = this.#at;
      const repeated = this.#step(this.#text[start] ?? '');
      this.#lastRepeat = repeated ? start : undefined;
    }
    if (this.#groups.length > 0) throw regexpError('missing closing )', this.#text);
    return this.#finish();
  }

  /** Reads one item; tells whether it was a repetition. */
  #step(character: string): boolean {
    switch (character) {
      case '(':
        this.#open();
        return false;
      case ')':
        this.#close();
        return false;
      case '|':
        this.#current.options.push(sequence(this.#current.parts));
        this.#current.parts = [];
        break;
      case '^':
        this.#assert(this.#flags.multiLine ? 'beginLine' : 'beginText');
        break;
      case '$':
        this.#assert(this.#flags.multiLine ? 'endLine' : 'endText');
        break;
      case '.':
        this.#rune(this.#flags.dotAll ? ANY_RUNE : NOT_NEWLINE);
        break;
      case '[':
        this.#class();
        return false;
      case '*':
      case '+':
      case '?':
        this.#repeat(character === '+' ? 1 : 0, character === '?' ? 1 : undefined, 1);
        return true;
      case '{':
        return this.#counted();
      case '\\':
        this.#escape();
        return false;
      default:
        this.#literal(this.#text.codePointAt(this.#at) ?? 0xfffd);
    }
    this.#at += character.length > 0 && (this.#text.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1;
    return false;
  }

  #push(pattern: Pattern): void {
    this.#current.parts.push(pattern);
  }

  #assert(assertion: Assertion): void {
    this.#push({ kind: 'assert', assertion });
  }

  #rune(set: RuneSet): void {
    this.#push({ kind: 'rune', set });
  }

  #literal(rune: number): void {
    const set = rangeSet(rune, rune);
    this.#rune(this.#flags.ignoreCase ? foldedSet(set) : set);
  }

  #finish(): Pattern {
    const { options, parts } = this.#current;
    return options.length === 0 ? sequence(parts) : { kind: 'choice', options: [...options, sequence(parts)] };
  }

  #open(): void {
    if (this.#text[this.#at + 1] === '?') {
      this.#perlGroup();
      return;
    }
    this.#openGroup(this.#flags);
    this.#at += 1;
  }

  #openGroup(flags: Flags): void {
    if (this.#groups.length >= MAX_GROUPS) throw regexpError('expression nests too deeply', this.#text);
    this.#groups.push(this.#current);
    this.#current = { options: [], parts: [], outer: this.#flags };
    this.#flags = flags;
  }

  #close(): void {
    const outer = this.#groups.pop();
    if (outer === undefined) throw regexpError('unexpected )', this.#text);
    const pattern = this.#finish();
    this.#flags = this.#current.outer;
    this.#current = outer;
    this.#push(pattern);
    this.#at += 1;
  }

  #perlGroup(): void {
    const rest = this.#text.slice(this.#at);
    if (/^\(\?P?</.test(rest) && rest.length > (rest[2] === 'P' ? 4 : 3)) {
      this.#namedGroup(rest);
      return;
    }
    let flags = this.#flags;
    let negative = false;
    let sawFlag = false;
    let at = 2;
    while (at < rest.length) {
      const letter = String.fromCodePoint(rest.codePointAt(at) ?? 0);
      at += letter.length;
      if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'U') {
        flags = withFlag(flags, letter, !negative);
        sawFlag = true;
      } else if (letter === '-' && !negative) {
        negative = true;
        sawFlag = false;
      } else if ((letter === ':' || letter === ')') && (!negative || sawFlag)) {
        if (letter === ':') this.#openGroup(flags);
        else this.#flags = flags;
        this.#at += at;
        return;
      } else {
        break;
      }
    }
    throw regexpError('invalid or unsupported Perl syntax', rest.slice(0, at));
  }

  #namedGroup(rest: string): void {
    const end = rest.indexOf('>');
    if (end < 0) throw regexpError('invalid named capture', rest);
    const name = rest.slice(rest[2] === 'P' ? 4 : 3, end);
    if (!/^[A-Za-z0-9_]+$/.test(name)) throw regexpError('invalid named capture', rest.slice(0, end + 1));
    if (this.#names.has(name)) throw regexpError('duplicate capture group name', name);
    this.#names.add(name);
    this.#openGroup(this.#flags);
    this.#at += end + 1;
  }

  /** `*`, `+`, `?` and `{…}` with an optional `?` behind, which does not matter to whether there is a match. */
  #repeat(min: number, max: number | undefined, length: number): void {
    const start = this.#at;
    this.#at += length;
    if (this.#text[this.#at] === '?') this.#at += 1;
    if (this.#lastRepeat !== undefined) {
      throw regexpError('invalid nested repetition operator', this.#text.slice(this.#lastRepeat, this.#at));
    }
    const part = this.#current.parts.pop();
    if (part === undefined) {
      throw regexpError('missing argument to repetition operator', this.#text.slice(start, this.#at));
    }
    const pattern: Pattern = { kind: 'repeat', part, min, max };
    const counted = length > 1 && (min >= 2 || (max ?? 0) >= 2);
    if (counted && !isRepeatValid(pattern, MAX_REPEAT)) {
      throw regexpError('invalid repeat count', this.#text.slice(start, this.#at));
    }
    this.#push(pattern);
  }

  /** `{2}`, `{2,}`, `{2,3}`; any other `{` stands for itself. */
  #counted(): boolean {
    const match = /^\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/.exec(this.#text.slice(this.#at));
    if (match === null) {
      this.#literal(0x7b);
      this.#at += 1;
      return false;
    }
    const [all, low, comma, high] = match;
    const min = Number(low);
    const max = comma === undefined ? min : high === undefined ? undefined : Number(high);
    if (min > MAX_REPEAT || (max ?? 0) > MAX_REPEAT || (max !== undefined && min > max)) {
      throw regexpError('invalid repeat count', all);
    }
    this.#repeat(min, max, all.length);
    return true;
  }

  #class(): void {
    const reader = new ClassReader(this.#text, this.#at, this.#flags.ignoreCase);
    this.#rune(reader.bracketed());
    this.#at = reader.at;
  }

  #escape(): void {
    const letter = this.#text[this.#at + 1] ?? '';
    const assertion = ASSERTIONS.get(letter);
    if (assertion !== undefined) {
      this.#assert(assertion);
      this.#at += 2;
    } else if (letter === 'C') {
      throw regexpError('invalid escape sequence', '\\C');
    } else if (letter === 'Q') {
      this.#quoted();
    } else {
      const reader = new ClassReader(this.#text, this.#at, this.#flags.ignoreCase);
      const set = reader.group();
      if (set !== undefined) this.#rune(set);
      else this.#literal(reader.escape());
      this.#at = reader.at;
    }
  }

  /** `\Q…\E`: as it stands. */
  #quoted(): void {
    const end = this.#text.indexOf('\\E', this.#at + 2);
    const quoted = this.#text.slice(this.#at + 2, end < 0 ? undefined : end);
    for (const character of quoted) this.#literal(character.codePointAt(0) ?? 0xfffd);
    this.#at = end < 0 ? this.#text.length : end + 2;
  }
}

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map<string, Assertion>([
  ['A', 'beginText'],
  ['z', 'endText'],
  ['b', 'word'],
  ['B', 'noWord'],
]);

function sequence(parts: readonly Pattern[]): Pattern {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'sequence', parts };
}

function withFlag(flags: Flags, letter: string, on: boolean): Flags {
  switch (letter) {
    case 'i':
      return { ...flags, ignoreCase: on };
    case 'm':
      return { ...flags, multiLine: on };
    case 's':
      return { ...flags, dotAll: on };
    default:
      return flags;
  }
}

/** Whether counted repetitions inside one another come to at most so many copies. */
function isRepeatValid(pattern: Pattern, most: number): boolean {
  switch (pattern.kind) {
    case 'repeat': {
      const isCounted = !(pattern.max === undefined && pattern.min <= 1) && !(pattern.max === 1 && pattern.min === 0);
      if (!isCounted) return isRepeatValid(pattern.part, most);
      if (pattern.max === 0) return true;
      const copies = pattern.max ?? pattern.min;
      return copies <= most && isRepeatValid(pattern.part, copies > 0 ? Math.floor(most / copies) : most);
    }
    case 'sequence':
      return pattern.parts.every((part) => isRepeatValid(part, most));
    case 'choice':
      return pattern.options.every((option) => isRepeatValid(option, most));
    case 'rune':
    case 'assert':
      return true;
  }
}
