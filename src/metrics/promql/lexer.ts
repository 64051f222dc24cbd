import { isAlpha, isAlphaNumeric, isDigit, isSpace, quoteCharacter } from './characters.ts';
import { Cursor } from './cursor.ts';
import { parseErrorAt } from './errors.ts';
import { goQuote } from '../../api/go-quote.ts';
import { scanNumber, scanRestOfDuration } from './scan-number.ts';
import { scanString } from './scan-string.ts';
import { KEYWORDS, type Token, type TokenKind } from './tokens.ts';

const DURATION_WORDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ['step', 'step'],
  ['range', 'range'],
  ['max_of', 'max_of'],
  ['min_of', 'min_of'],
]);

const SINGLE: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>(
  (['*', '/', '%', '+', '-', '^', ',', '@'] as const).map((each) => [each, each]),
);

/**
 * Takes a query apart into words. What a character means depends on whether braces or brackets are open.
 * Source: promql/parser/lex.go.
 */
export class Lexer {
  readonly #query: string;
  readonly #cursor: Cursor;
  #start = 0;
  #parenDepth = 0;
  #braceOpen = false;
  #bracketOpen = false;
  #gotColon = false;
  /** Right after an opening bracket, until the first number: only what a duration can hold. */
  #inDuration = false;

  constructor(query: string) {
    this.#query = query;
    this.#cursor = new Cursor(query);
  }

  /** The next word, comments left out. Throws a PromQLParseError. */
  next(): Token {
    for (;;) {
      this.#start = this.#cursor.position;
      const kind = this.#scan();
      if (kind !== undefined && kind !== 'comment') {
        return { kind, start: this.#start, text: this.#query.slice(this.#start, this.#cursor.position) };
      }
    }
  }

  #fail(message: string): never {
    throw parseErrorAt(this.#query, this.#start, message);
  }

  /** The kind of the next word; undefined for space. */
  #scan(): TokenKind | undefined {
    if (this.#inDuration) return this.#scanDuration();
    if (this.#cursor.is('#')) return this.#scanComment();
    return this.#braceOpen ? this.#scanInBraces() : this.#scanStatement();
  }

  #scanComment(): TokenKind {
    while (this.#cursor.peek() !== '' && !this.#cursor.is('\r\n')) this.#cursor.next();
    return 'comment';
  }

  #scanStatement(): TokenKind | undefined {
    const cursor = this.#cursor;
    const character = cursor.next();
    if (character === '') {
      if (this.#parenDepth !== 0) this.#fail('unclosed left parenthesis');
      if (this.#bracketOpen) this.#fail('unclosed left bracket');
      return 'eof';
    }
    if (isSpace(character)) return undefined;
    const single = SINGLE.get(character);
    if (single !== undefined) return single;
    if (isDigit(character) || (character === '.' && isDigit(cursor.peek()))) return this.#scanNumber();
    if (isAlpha(character) || character === ':') return this.#scanWord(character);
    switch (character) {
      case '=':
        if (cursor.is('~')) this.#fail("unexpected character after '=': '~'");
        return cursor.accept('=') ? '==' : '=';
      case '!':
        if (!cursor.is('=')) this.#fail(`unexpected character after '!': ${quoteCharacter(cursor.peek())}`);
        cursor.next();
        return '!=';
      case '<':
        return cursor.accept('=') ? '<=' : cursor.accept('/') ? '</' : '<';
      case '>':
        return cursor.accept('=') ? '>=' : cursor.accept('/') ? '>/' : '>';
      case '"':
      case "'":
      case '`':
        return this.#scanString(character);
      case '(':
      case ')':
        return this.#parenthesis(character);
      case '{':
        this.#braceOpen = true;
        return '{';
      case '[':
      case ']':
        return this.#bracket(character);
      default:
        return this.#fail(`unexpected character: ${quoteCharacter(character)}`);
    }
  }

  #parenthesis(character: '(' | ')'): TokenKind {
    this.#parenDepth += character === '(' ? 1 : -1;
    if (this.#parenDepth < 0) {
      // The reference has handed the parenthesis out already: its message points behind it.
      this.#start = this.#cursor.position;
      this.#fail("unexpected right parenthesis ')'");
    }
    return character;
  }

  #bracket(character: '[' | ']'): TokenKind {
    if (character === ']') {
      if (!this.#bracketOpen) this.#fail("unexpected right bracket ']'");
      this.#bracketOpen = false;
      return ']';
    }
    if (this.#bracketOpen) this.#fail("unexpected left bracket '['");
    this.#gotColon = false;
    this.#bracketOpen = true;
    this.#inDuration = true;
    return '[';
  }

  #scanString(quote: string): TokenKind {
    const wrong = scanString(this.#cursor, quote);
    return wrong === undefined ? 'string' : this.#fail(wrong);
  }

  #scanNumber(): TokenKind {
    this.#inDuration = false;
    const cursor = this.#cursor;
    cursor.position = this.#start;
    if (scanNumber(cursor)) return 'number';
    if (scanRestOfDuration(cursor)) return 'duration';
    const text = this.#query.slice(this.#start, cursor.position);
    return this.#fail(`bad number or duration syntax: ${goQuote(text)}`);
  }

  #scanWord(first: string): TokenKind {
    const cursor = this.#cursor;
    if (this.#bracketOpen) {
      if (first === ':') {
        if (this.#gotColon) this.#fail("unexpected colon ':'");
        this.#gotColon = true;
        return ':';
      }
      return this.#scanDurationWord() ?? this.#fail(`unexpected character: ${quoteCharacter(first)}, expected ':'`);
    }
    while (isAlphaNumeric(cursor.peek()) || cursor.is(':')) cursor.next();
    const word = this.#query.slice(this.#start, cursor.position);
    const keyword = KEYWORDS.get(word.toLowerCase());
    if (keyword === undefined) return word.includes(':') ? 'metric-identifier' : 'identifier';
    return keyword.startsWith('fill') && !this.#parenthesisFollows() ? 'identifier' : keyword;
  }

  #parenthesisFollows(): boolean {
    return /^[ \t\r\n]*\(/.test(this.#query.slice(this.#cursor.position));
  }

  #scanDurationWord(): TokenKind | undefined {
    const cursor = this.#cursor;
    while (isAlpha(cursor.peek())) cursor.next();
    return DURATION_WORDS.get(this.#query.slice(this.#start, cursor.position).toLowerCase());
  }

  /** Source: promql/parser/lex.go lexInsideBraces. */
  #scanInBraces(): TokenKind | undefined {
    const cursor = this.#cursor;
    const character = cursor.next();
    if (character === '') return this.#fail('unexpected end of input inside braces');
    if (isSpace(character)) return undefined;
    if (isAlpha(character)) {
      while (isAlphaNumeric(cursor.peek())) cursor.next();
      return 'identifier';
    }
    switch (character) {
      case ',':
        return ',';
      case '"':
      case "'":
      case '`':
        return this.#scanString(character);
      case '=':
        return cursor.accept('~') ? '=~' : '=';
      case '!':
        if (cursor.accept('~')) return '!~';
        if (cursor.accept('=')) return '!=';
        return this.#fail(`unexpected character after '!' inside braces: ${quoteCharacter(cursor.peek())}`);
      case '{':
        return this.#fail("unexpected left brace '{'");
      case '}':
        this.#braceOpen = false;
        return '}';
      default:
        return this.#fail(`unexpected character inside braces: ${quoteCharacter(character)}`);
    }
  }

  /** Source: promql/parser/lex.go lexDurationExpr. */
  #scanDuration(): TokenKind | undefined {
    const cursor = this.#cursor;
    const character = cursor.next();
    if (character === '') return this.#fail('unexpected end of input in duration expression');
    if (isSpace(character)) return undefined;
    if (isDigit(character) || (character === '.' && isDigit(cursor.peek()))) return this.#scanNumber();
    switch (character) {
      case ']':
        this.#inDuration = false;
        this.#bracketOpen = false;
        return ']';
      case ':':
        this.#start = cursor.position;
        return this.#fail('unexpected colon before duration in duration expression');
      case '(':
      case ')':
        return this.#parenthesis(character);
      case '@':
        break;
      default: {
        const single = SINGLE.get(character);
        if (single !== undefined) return single;
      }
    }
    const word = /^[smr]$/i.test(character) ? this.#scanDurationWord() : undefined;
    return word ?? this.#fail(`unexpected character in duration expression: ${quoteCharacter(character)}`);
  }
}
