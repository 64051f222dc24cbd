import { durationOutOfRange, type Literal, readDuration, readNumber } from './literals.ts';
import { rangeOf, type TokenStream } from './token-stream.ts';
import type { PositionRange } from './position.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Seconds, and where they are written. */
export interface Seconds {
  readonly value: number;
  readonly position: PositionRange;
}

const PRECEDENCE: ReadonlyMap<TokenKind, number> = new Map<TokenKind, number>([
  ['+', 1],
  ['-', 1],
  ['*', 2],
  ['/', 2],
  ['%', 2],
  ['^', 3],
]);

const UNARY_OPERAND = 3;

function isSign(kind: TokenKind): kind is '+' | '-' {
  return kind === '+' || kind === '-';
}

function isLiteral(kind: TokenKind): kind is 'number' | 'duration' {
  return kind === 'number' || kind === 'duration';
}

/** A number or a duration, as a number of seconds. */
export function parseLiteral(tokens: TokenStream): Seconds {
  const token = isLiteral(tokens.peek().kind) ? tokens.next() : tokens.unexpected();
  const literal: Literal = token.kind === 'number' ? readNumber(token.text) : readDuration(token.text);
  if ('error' in literal) throw tokens.errorAt(token.start, literal.error);
  return { value: literal.value, position: rangeOf(token) };
}

function checked(tokens: TokenStream, seconds: Seconds): Seconds {
  if (durationOutOfRange(seconds.value)) throw tokens.errorAt(seconds.position.start, 'duration out of range');
  return seconds;
}

function signed(tokens: TokenStream, sign: Token, seconds: Seconds): Seconds {
  const value = sign.kind === '-' ? -seconds.value : seconds.value;
  return checked(tokens, { value, position: { start: sign.start, end: seconds.position.end } });
}

/** Anything but a literal is arithmetic on durations, which is not enabled. */
function refused(tokens: TokenStream, start: number): never {
  throw tokens.errorAt(start, 'experimental duration expression is not enabled');
}

/** Source: generated_parser.y duration_expr. */
function parseDurationExpr(tokens: TokenStream, lowest = 0): Seconds {
  const left = parseDurationPrimary(tokens);
  const precedence = PRECEDENCE.get(tokens.peek().kind);
  if (precedence === undefined || precedence < lowest) return left;
  const operator = tokens.next();
  parseDurationExpr(tokens, operator.kind === '^' ? precedence : precedence + 1);
  return refused(tokens, left.position.start);
}

function parseDurationPrimary(tokens: TokenStream): Seconds {
  const token = tokens.peek();
  if (isSign(token.kind)) {
    tokens.next();
    return signed(tokens, token, parseDurationExpr(tokens, UNARY_OPERAND));
  }
  if (token.kind === '(') {
    tokens.next();
    const inner = parseDurationExpr(tokens);
    tokens.expect(')');
    return refused(tokens, inner.position.start);
  }
  return parseDurationFunction(tokens) ?? checked(tokens, parseLiteral(tokens));
}

function parseDurationFunction(tokens: TokenStream): undefined {
  const { kind, start } = tokens.peek();
  if (kind !== 'step' && kind !== 'range' && kind !== 'max_of' && kind !== 'min_of') return undefined;
  tokens.next();
  tokens.expect('(');
  if (kind === 'max_of' || kind === 'min_of') {
    parseDurationExpr(tokens);
    tokens.expect(',');
    parseDurationExpr(tokens);
  }
  tokens.expect(')');
  return refused(tokens, start);
}

/** The range or the step of a range selector or subquery. Source: generated_parser.y positive_duration_expr. */
export function parsePositiveDuration(tokens: TokenStream): Seconds {
  const seconds = parseDurationExpr(tokens);
  // Only the word after it tells the reference that the duration is over.
  tokens.peek();
  if (seconds.value <= 0) throw tokens.errorAt(seconds.position.start, 'duration must be greater than 0');
  return seconds;
}

/**
 * What follows `offset`: a literal with or without a sign; whatever comes after it belongs to the expression around.
 * Source: generated_parser.y offset_duration_expr.
 */
export function parseOffsetDuration(tokens: TokenStream): Seconds {
  const token = tokens.peek();
  if (isLiteral(token.kind)) return checked(tokens, parseLiteral(tokens));
  if (!isSign(token.kind)) return parseDurationPrimary(tokens);
  tokens.next();
  if (isLiteral(tokens.peek().kind)) return signed(tokens, token, parseLiteral(tokens));
  if (tokens.accept('(') === undefined) return signed(tokens, token, parseDurationPrimary(tokens));
  const inner = parseDurationExpr(tokens);
  tokens.expect(')');
  return signed(tokens, token, inner);
}

/** What follows `@`, if it is a number. Source: generated_parser.y signed_or_unsigned_number. */
export function parseTimestamp(tokens: TokenStream): Seconds {
  const token = tokens.peek();
  if (!isSign(token.kind)) return parseLiteral(tokens);
  tokens.next();
  const seconds = parseLiteral(tokens);
  return { value: token.kind === '-' ? -seconds.value : seconds.value, position: seconds.position };
}
