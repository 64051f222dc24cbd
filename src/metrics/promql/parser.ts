import type { BinaryOperator, Binary, Expr, Matching } from './ast.ts';
import { checkTypes } from './check-types.ts';
import { FUNCTIONS } from './functions.ts';
import { parseLiteral } from './parse-durations.ts';
import { parseGroupingLabels, parseMatchers } from './parse-labels.ts';
import { parsePostfix } from './parse-postfix.ts';
import { unquote } from './scan-string.ts';
import { rangeOf, TokenStream } from './token-stream.ts';
import { type Aggregator, isAggregator, type Token, type TokenKind } from './tokens.ts';

/** Source: generated_parser.y, the precedences of operators; all but ^ group from the left. */
const PRECEDENCE: ReadonlyMap<TokenKind, number> = new Map<TokenKind, number>([
  ['or', 1],
  ['and', 2],
  ['unless', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 3],
  ['<=', 3],
  ['>', 3],
  ['>=', 3],
  ['</', 3],
  ['>/', 3],
  ['+', 4],
  ['-', 4],
  ['*', 5],
  ['/', 5],
  ['%', 5],
  ['atan2', 5],
  ['^', 6],
]);

/** A sign binds like `*`, so that -2^2 is -(2^2): what it applies to holds only `^`. */
const UNARY_OPERAND = 6;

function isBinaryOperator(kind: TokenKind): kind is BinaryOperator {
  return PRECEDENCE.has(kind);
}

/** Words that are no expression by themselves though they look like names. Source: generated_parser.y metric_identifier. */
const NO_METRIC: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...(['on', 'ignoring', 'group_left', 'group_right', 'bool', 'atan2'] as const),
]);

/**
 * Reads a query and checks its types. Throws a PromQLParseError with the words of Prometheus: the grammar and the places at which it
 * explains an unexpected word are those of promql/parser/generated_parser.y.
 */
export function parseQuery(query: string): Expr {
  const tokens = new TokenStream(query);
  if (tokens.peek().kind === 'eof') throw tokens.errorAt(0, 'no expression found in input');
  const expr = parseExpr(tokens, 0);
  tokens.expect('eof');
  checkTypes(tokens, expr);
  return expr;
}

function parseExpr(tokens: TokenStream, lowest: number): Expr {
  tokens.enter();
  let left = parseUnary(tokens);
  for (let entered = 1; ; entered += 1) {
    const { kind } = tokens.peek();
    const precedence = PRECEDENCE.get(kind) ?? -1;
    if (!isBinaryOperator(kind) || precedence < lowest) {
      tokens.leave(entered);
      return left;
    }
    tokens.enter();
    tokens.next();
    left = parseBinary(tokens, left, kind, kind === '^' ? precedence : precedence + 1);
  }
}

/** Source: generated_parser.y unary_expr. */
function parseUnary(tokens: TokenStream): Expr {
  const { kind, start } = tokens.peek();
  if (kind !== '+' && kind !== '-') return parsePostfix(tokens, parsePrimary(tokens));
  tokens.next();
  const expr = parseExpr(tokens, UNARY_OPERAND);
  const position = { start, end: expr.position.end };
  if (expr.kind !== 'number') return { kind: 'unary', operator: kind, expr, position };
  return { kind: 'number', value: kind === '-' ? -expr.value : expr.value, position };
}

/** Source: generated_parser.y bin_modifier. */
function parseBinary(tokens: TokenStream, left: Expr, operator: BinaryOperator, lowest: number): Binary {
  const bool = tokens.accept('bool') !== undefined;
  const matching = parseMatching(tokens);
  const fills = parseFills(tokens);
  const right = parseExpr(tokens, lowest);
  if (fills) throw tokens.errorAt(left.position.start, 'binop fill modifiers are experimental and not enabled');
  const position = { start: left.position.start, end: right.position.end };
  return { kind: 'binary', operator, left, right, matching, bool, position };
}

const NO_MATCHING: Matching = { on: false, labels: [], group: undefined, include: [] };

function parseMatching(tokens: TokenStream): Matching {
  const on = tokens.accept('on') !== undefined;
  if (!on && tokens.accept('ignoring') === undefined) return NO_MATCHING;
  const labels = parseGroupingLabels(tokens);
  const { kind } = tokens.peek();
  if (kind !== 'group_left' && kind !== 'group_right') return { on, labels, group: undefined, include: [] };
  tokens.next();
  const include = beginsExpression(tokens.peek()) ? [] : parseGroupingLabels(tokens);
  return { on, labels, group: kind === 'group_left' ? 'left' : 'right', include };
}

/** Whether the labels after group_left were left out. A parenthesis always begins labels. */
function beginsExpression({ kind }: Token): boolean {
  if (kind === '{' || kind === '+' || kind === '-' || kind === 'number' || kind === 'duration') return true;
  if (kind === 'string') return true;
  return isName(kind);
}

function isName(kind: TokenKind): boolean {
  return kind.endsWith('identifier') || (/^[a-z]/.test(kind) && !NO_METRIC.has(kind) && !NO_NAMES.has(kind));
}

const NO_NAMES: ReadonlySet<TokenKind> = new Set<TokenKind>(['eof', 'string', 'number', 'duration']);

/** `fill(0)`, `fill_left(0) fill_right(1)`. Source: generated_parser.y fill_modifiers. */
function parseFills(tokens: TokenStream): boolean {
  const { kind } = tokens.peek();
  if (!kind.startsWith('fill')) return false;
  tokens.next();
  parseFillValue(tokens);
  const other = kind === 'fill_left' ? 'fill_right' : 'fill_left';
  if (kind !== 'fill' && tokens.accept(other) !== undefined) parseFillValue(tokens);
  return true;
}

function parseFillValue(tokens: TokenStream): void {
  tokens.expect('(');
  if (tokens.accept('-') === undefined) tokens.accept('+');
  parseLiteral(tokens);
  tokens.expect(')');
}

function parsePrimary(tokens: TokenStream): Expr {
  const token = tokens.peek();
  const { kind } = token;
  if (kind === 'number' || kind === 'duration') return { kind: 'number', ...parseLiteral(tokens) };
  if (kind === 'string') {
    return { kind: 'string', value: unquote(tokens.next().text), position: rangeOf(token) };
  }
  if (kind === '(') {
    tokens.next();
    const expr = parseExpr(tokens, 0);
    const close = tokens.expect(')');
    return { kind: 'paren', expr, position: { start: token.start, end: rangeOf(close).end } };
  }
  if (kind === '{') return parseSelector(tokens, undefined);
  if (!isName(kind)) return tokens.unexpected();
  tokens.next();
  if (isAggregator(kind) && beginsAggregation(tokens.peek())) return parseAggregate(tokens, token, kind);
  if (isFunctionName(kind) && tokens.peek().kind === '(') return parseCall(tokens, token);
  return parseSelector(tokens, token);
}

function isFunctionName(kind: TokenKind): boolean {
  return ['identifier', 'start', 'end', 'step', 'range', 'max_of', 'min_of'].includes(kind);
}

/** Source: generated_parser.y vector_selector. */
function parseSelector(tokens: TokenStream, name: Token | undefined): Expr {
  const start = (name ?? tokens.peek()).start;
  let end = name === undefined ? start : rangeOf(name).end;
  let matchers: ReturnType<typeof parseMatchers>['matchers'] = [];
  if (name === undefined || tokens.peek().kind === '{') {
    const braces = parseMatchers(tokens);
    matchers = braces.matchers;
    end = rangeOf(braces.close).end;
  }
  return {
    kind: 'vector-selector',
    name: name?.text,
    matchers,
    offsetMs: 0,
    at: undefined,
    position: { start, end },
  };
}

function parseArguments(tokens: TokenStream): { readonly args: readonly Expr[]; readonly end: number } {
  tokens.expect('(');
  const args: Expr[] = [];
  let close = tokens.accept(')');
  while (close === undefined) {
    args.push(parseExpr(tokens, 0));
    close = tokens.accept(')');
    if (close !== undefined) break;
    const comma = tokens.expect(',');
    const next = tokens.peek();
    if (!beginsExpression(next) && next.kind !== '(') {
      throw tokens.errorAt(comma.start, 'trailing commas not allowed in function call args');
    }
  }
  return { args, end: rangeOf(close).end };
}

/** Source: generated_parser.y function_call. */
function parseCall(tokens: TokenStream, name: Token): Expr {
  const { args, end } = parseArguments(tokens);
  const fn = FUNCTIONS.get(name.text);
  if (fn === undefined) throw tokens.errorAt(name.start, `unknown function with name "${name.text}"`);
  if (fn.experimental) throw tokens.errorAt(name.start, `function "${name.text}" is not enabled`);
  return { kind: 'call', fn, args, position: { start: name.start, end } };
}

function beginsAggregation({ kind }: Token): boolean {
  return kind === '(' || kind === 'by' || kind === 'without';
}

const WITH_PARAMETER: ReadonlySet<Aggregator> = new Set<Aggregator>([
  ...(['topk', 'bottomk', 'count_values', 'quantile', 'limitk', 'limit_ratio'] as const),
]);

/** Source: generated_parser.y aggregate_expr. */
function parseAggregate(tokens: TokenStream, name: Token, operator: Aggregator): Expr {
  const { start } = name;
  const before = tokens.within('aggregation', '', () => parseGrouping(tokens));
  const { args, end: bodyEnd } = tokens.within('aggregation', '', () => parseArguments(tokens));
  const after = before === undefined ? tokens.within('aggregation', '', () => parseGrouping(tokens)) : undefined;
  const { labels: grouping, without, end } = before ?? after ?? { labels: [], without: false, end: bodyEnd };
  const position = { start, end: Math.max(end, bodyEnd) };
  if (args.length === 0) throw tokens.errorAt(start, 'no arguments for aggregate expression provided');
  if (operator === 'limitk' || operator === 'limit_ratio') {
    const how = 'is experimental and must be enabled with --enable-feature=promql-experimental-functions';
    throw tokens.errorAt(start, `${operator}() ${how}`);
  }
  const wanted = WITH_PARAMETER.has(operator) ? 2 : 1;
  const [first, second] = args;
  const expr = wanted === 2 ? second : first;
  if (args.length !== wanted || expr === undefined) {
    const counts = `expected ${wanted}, got ${args.length}`;
    throw tokens.errorAt(start, `wrong number of arguments for aggregate expression provided, ${counts}`);
  }
  return { kind: 'aggregate', operator, expr, param: wanted === 2 ? first : undefined, grouping, without, position };
}

/** `by (svc)` or `without (code)`. Source: generated_parser.y aggregate_modifier. */
function parseGrouping(
  tokens: TokenStream,
): { readonly labels: readonly string[]; readonly without: boolean; readonly end: number } | undefined {
  const { kind } = tokens.peek();
  if (kind !== 'by' && kind !== 'without') return undefined;
  tokens.next();
  const labels = parseGroupingLabels(tokens);
  return { labels, without: kind === 'without', end: tokens.end };
}
