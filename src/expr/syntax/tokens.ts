import { quote } from '../values/quote.ts';
import type { Location } from './location.ts';

export type TokenKind = 'Identifier' | 'Number' | 'String' | 'Operator' | 'Bracket' | 'EOF';

/** Source: expr v1.15.5 parser/lexer/token.go */
export interface Token {
  readonly kind: TokenKind;
  /** Of a String: what it stands for. Of others: as written. */
  readonly value: string;
  readonly at: Location;
}

/** A token as error messages name it: `Operator("=")`, `EOF`. */
export function describeToken(token: Token): string {
  return token.value === '' ? token.kind : `${token.kind}(${quote(token.value)})`;
}

export function isToken(token: Token, kind: TokenKind, value?: string): boolean {
  return token.kind === kind && (value === undefined || token.value === value);
}
