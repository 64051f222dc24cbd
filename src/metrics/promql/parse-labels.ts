import { RegexpError } from '../../expr/regexp.ts';
import { METRIC_NAME } from '../series/labels.ts';
import { type Matcher, type MatchOperator, newMatcher } from '../series/matcher.ts';
import { unquote } from './scan-string.ts';
import type { TokenStream } from './token-stream.ts';
import type { Token, TokenKind } from './tokens.ts';

function matchOperator(kind: TokenKind): MatchOperator | undefined {
  return kind === '=' || kind === '!=' || kind === '=~' || kind === '!~' ? kind : undefined;
}

/** `{job="api", code=~"5.."}`; gives the matchers and the closing brace. Source: generated_parser.y label_matchers. */
export function parseMatchers(tokens: TokenStream): { readonly matchers: readonly Matcher[]; readonly close: Token } {
  tokens.expect('{');
  const matchers: Matcher[] = [];
  let close = tokens.accept('}');
  while (close === undefined) {
    matchers.push(parseMatcher(tokens));
    close = tokens.accept('}');
    if (close !== undefined) break;
    if (tokens.accept(',') === undefined) tokens.unexpectedIn('label matching', '"," or "}"');
    close = tokens.accept('}');
  }
  return { matchers, close };
}

/** Source: generated_parser.y label_matcher. */
function parseMatcher(tokens: TokenStream): Matcher {
  const label = tokens.peek();
  if (label.kind !== 'identifier' && label.kind !== 'string') {
    return tokens.unexpectedIn('label matching', 'identifier or "}"');
  }
  tokens.next();
  const operator = matchOperator(tokens.peek().kind);
  if (operator === undefined) {
    if (label.kind === 'string') return newMatcher(METRIC_NAME, '=', unquote(label.text));
    return tokens.unexpectedIn('label matching', 'label matching operator');
  }
  tokens.next();
  const value = tokens.accept('string') ?? tokens.unexpectedIn('label matching', 'string');
  try {
    return newMatcher(label.kind === 'string' ? unquote(label.text) : label.text, operator, unquote(value.text));
  } catch (error) {
    if (error instanceof RegexpError) throw tokens.errorAt(label.start, error.message);
    throw error;
  }
}

/** Tokens that cannot be a label's name inside parentheses. Source: generated_parser.y maybe_label. */
const NO_LABELS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...(['eof', 'number', 'duration', '(', ')', '{', '}', '[', ']', ',', '=', ':', 'without'] as const),
  ...(['+', '-', '*', '/', '%', '^', '==', '!=', '<', '<=', '>', '>=', '</', '>/', '=~', '!~', '@'] as const),
]);

/** `(svc, code)` after by, without, on, ignoring, group_left. Source: generated_parser.y grouping_labels. */
export function parseGroupingLabels(tokens: TokenStream): readonly string[] {
  const where = 'grouping opts';
  if (tokens.accept('(') === undefined) return tokens.unexpectedIn(where, '"("');
  const labels: string[] = [];
  if (tokens.accept(')') !== undefined) return labels;
  for (;;) {
    const token = tokens.peek();
    if (NO_LABELS.has(token.kind)) return tokens.unexpectedIn(where, 'label');
    tokens.next();
    const label = token.kind === 'string' ? unquote(token.text) : token.text;
    if (label === '') throw tokens.errorAt(token.start, 'invalid label name for grouping: ""');
    labels.push(label);
    if (tokens.accept(')') !== undefined) return labels;
    if (tokens.accept(',') === undefined) return tokens.unexpectedIn(where, '"," or ")"');
    if (tokens.accept(')') !== undefined) return labels;
  }
}
