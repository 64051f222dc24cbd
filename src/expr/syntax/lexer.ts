import { ExprError } from '../expr-error.ts';
import { quote } from '../values/quote.ts';
import { isAlphaNumeric, isPrintable, isSpace } from './characters.ts';
import type { Location } from './location.ts';
import type { Token, TokenKind } from './tokens.ts';
import { unescape } from './unescape.ts';

const DIGITS = '0123456789_';
const HEX_DIGITS = '0123456789abcdefABCDEF_';
const WORDS: ReadonlySet<string> = new Set(['in', 'or', 'and', 'matches', 'contains', 'startsWith', 'endsWith', 'let']);
const AFTER_NOT: ReadonlySet<string> = new Set(['in', 'matches', 'contains', 'startsWith', 'endsWith']);
const ESCAPES = 'abfnrtv\\';
const END = '';

interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The tokens of an expression, the last of them EOF.
 *
 * Source: expr v1.15.5 parser/lexer/lexer.go and state.go. The lexer there looks one character ahead and steps back; at the
 * end of the text stepping back moves its place though nothing was read. Places of errors show that, so it is kept.
 */
export function tokenize(text: string): readonly Token[] {
  return new Lexer(text).tokens();
}

class Lexer {
  readonly #characters: readonly string[];
  readonly #tokens: Token[] = [];
  /** UTF-16 offset of each character, and of the end. */
  readonly #offsets: readonly number[];
  #start = 0;
  #end = 0;
  #width = 0;
  #startPlace: Place = { line: 1, column: 0 };
  #previous: Place = { line: 1, column: 0 };
  #place: Place = { line: 1, column: 0 };

  constructor(text: string) {
    this.#characters = Array.from(text);
    const offsets: number[] = [];
    let offset = 0;
    for (const character of this.#characters) {
      offsets.push(offset);
      offset += character.length;
    }
    this.#offsets = [...offsets, offset];
  }

  tokens(): readonly Token[] {
    while (this.#root());
    return this.#tokens;
  }

  /** Reads one token or blank; false at the end. */
  #root(): boolean {
    const character = this.#next();
    if (character === END) {
      this.#push('EOF', '', this.#previous);
      return false;
    }
    if (isSpace(character)) this.#skip();
    else if (character === "'" || character === '"') this.#string(character);
    else if (character >= '0' && character <= '9') {
      this.#backup();
      this.#number();
    } else if (character === '?') this.#operator('.?');
    else if (character === '/') this.#slash();
    else if (character === '#') this.#pointer();
    else if (character === '|') this.#operator('|');
    else if ('([{)]}'.includes(character)) this.#emit('Bracket');
    else if (',:;%+-^'.includes(character)) this.#emit('Operator');
    else if ('&!=*<>'.includes(character)) this.#operator('&=*');
    else if (character === '.') this.#dot();
    else if (isAlphaNumeric(character)) this.#identifier();
    else throw this.#error(`unrecognized character: ${describe(character)}`);
    return true;
  }

  #next(): string {
    const character = this.#characters[this.#end];
    if (character === undefined) {
      this.#width = 0;
      return END;
    }
    this.#width = 1;
    this.#end += 1;
    this.#previous = this.#place;
    const { line, column } = this.#place;
    this.#place = character === '\n' ? { line: line + 1, column: 0 } : { line, column: column + 1 };
    return character;
  }

  #backup(): void {
    this.#end -= this.#width;
    this.#place = this.#previous;
  }

  #peek(): string {
    const character = this.#next();
    this.#backup();
    return character;
  }

  #accept(valid: string): boolean {
    const character = this.#next();
    if (character !== END && valid.includes(character)) return true;
    this.#backup();
    return false;
  }

  #acceptRun(valid: string): void {
    for (let character = this.#next(); character !== END && valid.includes(character);) character = this.#next();
    this.#backup();
  }

  #word(): string {
    return this.#characters.slice(this.#start, this.#end).join('');
  }

  #skip(): void {
    this.#start = this.#end;
    this.#startPlace = this.#place;
  }

  #emit(kind: TokenKind): void {
    this.#push(kind, this.#word(), this.#startPlace);
  }

  #push(kind: TokenKind, value: string, place: Place): void {
    this.#tokens.push({ kind, value, at: this.#locate(place, this.#start, this.#end) });
    this.#skip();
  }

  #operator(second: string): void {
    this.#accept(second);
    this.#emit('Operator');
  }

  #locate(place: Place, start: number, end: number): Location {
    const from = this.#offsets[start] ?? 0;
    return { ...place, start: from, end: Math.max(this.#offsets[end] ?? from, from + 1) };
  }

  #error(message: string, expected?: string): ExprError {
    return new ExprError('compile', message, this.#locate(this.#place, this.#start, this.#end), expected);
  }

  #string(quoteMark: string): void {
    for (let character = this.#next(); character !== quoteMark;) {
      if (character === '\n' || character === END) throw this.#unterminated();
      character = character === '\\' ? this.#escape(quoteMark) : this.#next();
    }
    const unescaped = unescape(this.#word());
    if (unescaped.error !== undefined) throw this.#error(unescaped.error);
    this.#push('String', unescaped.text, this.#startPlace);
  }

  /** The quote itself is underlined, not the rest of the text. */
  #unterminated(): ExprError {
    const at = this.#locate(this.#place, this.#start, this.#start + 1);
    return new ExprError('compile', 'literal not terminated', at, 'the closing quote');
  }

  /** Reads an escape; gives the character behind it. */
  #escape(quoteMark: string): string {
    const letter = this.#next();
    if (letter !== END && (ESCAPES.includes(letter) || letter === quoteMark)) return this.#next();
    if (letter >= '0' && letter <= '7') return this.#scanDigits(letter, '01234567', 3);
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits === undefined) throw this.#error('invalid char escape');
    return this.#scanDigits(this.#next(), '0123456789abcdefABCDEF', digits);
  }

  #scanDigits(first: string, valid: string, count: number): string {
    let character = first;
    for (let left = count; left > 0; left -= 1) {
      if (character === END || !valid.includes(character)) throw this.#error('invalid char escape');
      character = this.#next();
    }
    return character;
  }

  #number(): void {
    let digits = DIGITS;
    if (this.#accept('0')) {
      if (this.#accept('xX')) digits = HEX_DIGITS;
      else if (this.#accept('oO')) digits = '01234567_';
      else if (this.#accept('bB')) digits = '01_';
    }
    this.#acceptRun(digits);
    const [place, previous, end] = [this.#place, this.#previous, this.#end];
    if (this.#accept('.')) {
      if (this.#peek() === '.') {
        // `1..2` is a range: the dot belongs to the operator.
        [this.#place, this.#previous, this.#end] = [place, previous, end];
        this.#emit('Number');
        return;
      }
      this.#acceptRun(digits);
    }
    if (this.#accept('eE')) {
      this.#accept('+-');
      this.#acceptRun(digits);
    }
    const following = this.#peek();
    if (following !== END && isAlphaNumeric(following)) {
      this.#next();
      throw this.#error(`bad number syntax: ${quote(this.#word())}`, 'a number');
    }
    this.#emit('Number');
  }

  #dot(): void {
    this.#backup();
    this.#next();
    if (this.#accept('0123456789')) {
      this.#backup();
      this.#number();
    } else {
      this.#operator('.');
    }
  }

  #name(): void {
    for (let character = this.#next(); character !== END && isAlphaNumeric(character);) character = this.#next();
    this.#backup();
  }

  #identifier(): void {
    this.#backup();
    this.#name();
    const word = this.#word();
    if (word === 'not') this.#not();
    else this.#emit(WORDS.has(word) ? 'Operator' : 'Identifier');
  }

  /** `not`, and the operator that it negates if one follows. */
  #not(): void {
    this.#emit('Operator');
    while (this.#peek() === ' ') this.#next();
    this.#skip();
    const [place, previous, end] = [this.#place, this.#previous, this.#end];
    this.#name();
    if (AFTER_NOT.has(this.#word())) this.#emit('Operator');
    else [this.#place, this.#previous, this.#end] = [place, previous, end];
  }

  #slash(): void {
    if (this.#accept('/')) {
      for (let character = this.#next(); character !== END && character !== '\n';) character = this.#next();
      this.#skip();
    } else if (this.#accept('*')) {
      this.#comment();
    } else {
      this.#emit('Operator');
    }
  }

  #comment(): void {
    for (;;) {
      const character = this.#next();
      if (character === END) throw this.#error('unclosed comment', '*/');
      if (character === '*' && this.#accept('/')) break;
    }
    this.#skip();
  }

  #pointer(): void {
    this.#operator('#');
    this.#name();
    if (this.#word() !== '') this.#emit('Identifier');
  }
}

/** A character as Go's `%#U` names it: `U+0040 '@'`. */
function describe(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrintable(character) ? `${code} '${character}'` : code;
}
