import { ExprError } from '../expr-error.ts';
import { parseFloat64, parseInt64 } from '../values/parse-number.ts';
import type { FloatNode, IntegerNode } from './ast.ts';
import type { Token } from './tokens.ts';

/**
 * A number literal. Errors stand at the token behind it, as in the reference.
 *
 * Source: expr v1.15.5 parser/parser.go parseSecondary
 */
export function numberNode(token: Token, following: Token): IntegerNode | FloatNode {
  const digits = token.value.replaceAll('_', '');
  const fail = (what: string, reason: string): ExprError => {
    const { line, column } = following.at;
    return new ExprError('compile', `invalid ${what} literal: ${reason}`, { ...token.at, line, column }, 'a number');
  };
  if (digits.includes('x')) {
    const parsed = parseInt64(digits, 0);
    if (typeof parsed === 'string') throw fail('hex', parsed);
    return { kind: 'integer', value: parsed, at: token.at };
  }
  if (/[.eE]/.test(digits)) {
    const parsed = parseFloat64(digits);
    if (typeof parsed === 'string') throw fail('float', parsed);
    return { kind: 'float', value: parsed, at: token.at };
  }
  const parsed = parseInt64(digits, 10);
  if (typeof parsed === 'string') throw fail('integer', parsed);
  return { kind: 'integer', value: parsed, at: token.at };
}
