import { LIMITS } from '../../world/limits.ts';
import { type PromQLParseError, parseErrorAt } from './errors.ts';
import { Lexer } from './lexer.ts';
import type { PositionRange } from './position.ts';
import { describeToken, type Token, type TokenKind } from './tokens.ts';

/** Where the parser stands: part of the message about a token that does not fit. */
interface Context {
  readonly where: string;
  readonly expected: string;
}

/** The words of a query, one ahead, and the words for what is wrong with one of them. */
export class TokenStream {
  readonly query: string;
  readonly #lexer: Lexer;
  #ahead: Token | undefined;
  readonly #contexts: Context[] = [];
  /** Where the token taken last ends. */
  end = 0;
  /** How many expressions enclose what is read now. */
  #depth = 0;

  constructor(query: string) {
    this.query = query;
    this.#lexer = new Lexer(query);
  }

  peek(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  next(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    this.end = rangeOf(token).end;
    return token;
  }

  /** Goes into an expression; throws if too many are in each other. */
  enter(): void {
    this.#depth += 1;
    if (this.#depth > LIMITS.nesting.value) {
      throw this.errorAt(this.peek().start, `more than ${LIMITS.nesting.value} expressions in each other`);
    }
  }

  leave(count: number): void {
    this.#depth -= count;
  }

  /** Takes the next token if it is of this kind. */
  accept(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.next() : undefined;
  }

  /** Takes the next token, which has to be of this kind. */
  expect(kind: TokenKind): Token {
    return this.accept(kind) ?? this.unexpected();
  }

  /** While `read` runs, an unexpected token is reported as one in this context, unless a context inside says more. */
  within<T>(where: string, expected: string, read: () => T): T {
    this.#contexts.push({ where, expected });
    const result = read();
    this.#contexts.pop();
    return result;
  }

  /** Source: promql/parser/parse.go unexpected. */
  unexpected(context = this.#contexts.at(-1)): never {
    const token = this.peek();
    const where = context === undefined ? '' : ` in ${context.where}`;
    const expected = context === undefined || context.expected === '' ? '' : `, expected ${context.expected}`;
    throw this.errorAt(token.start, `unexpected ${describeToken(token)}${where}${expected}`);
  }

  unexpectedIn(where: string, expected: string): never {
    return this.unexpected({ where, expected });
  }

  errorAt(start: number, message: string): PromQLParseError {
    return parseErrorAt(this.query, start, message);
  }
}

export function rangeOf(token: Token): PositionRange {
  return { start: token.start, end: token.start + token.text.length };
}
