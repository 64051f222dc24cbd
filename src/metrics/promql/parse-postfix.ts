import type { Expr, MatrixSelector, TimeShift, VectorSelector } from './ast.ts';
import { formatFixed } from './go-float.ts';
import { millisecondsOf, nanosecondsOf, secondsOf } from './literals.ts';
import { parseOffsetDuration, parsePositiveDuration, parseTimestamp, type Seconds } from './parse-durations.ts';
import { rangeOf, type TokenStream } from './token-stream.ts';

const DURATION_WORDS = 'number, duration, step(), or range()';

/** Everything that can follow an expression: a range, `offset`, `@`. */
export function parsePostfix(tokens: TokenStream, start: Expr): Expr {
  let expr = start;
  for (;;) {
    const { kind } = tokens.peek();
    if (kind === '[') expr = parseBrackets(tokens, expr);
    else if (kind === 'offset') expr = parseOffset(tokens, expr);
    else if (kind === '@') expr = parseAt(tokens, expr);
    else if (kind === 'anchored' || kind === 'smoothed') {
      throw tokens.errorAt(expr.position.start, `${kind} modifier is experimental and not enabled`);
    } else return expr;
  }
}

/** Source: generated_parser.y matrix_selector, subquery_expr. */
function parseBrackets(tokens: TokenStream, expr: Expr): Expr {
  const open = tokens.next();
  const range = tokens.within('subquery or range selector', DURATION_WORDS, () => parsePositiveDuration(tokens));
  const close = tokens.accept(']');
  if (close !== undefined) return matrixSelector(tokens, expr, range, open.start, rangeOf(close).end);
  if (tokens.accept(':') === undefined) tokens.unexpectedIn('subquery or range', '":" or "]"');
  let step: Seconds | undefined;
  if (tokens.peek().kind !== ']') {
    const expected = 'number, duration, step(), range(), or "]"';
    step = tokens.within('subquery selector', expected, () => parsePositiveDuration(tokens));
  }
  const last = tokens.accept(']') ?? tokens.unexpectedIn('subquery selector', '"]"');
  const nanoseconds = nanosecondsOf(range.value);
  return {
    kind: 'subquery',
    expr,
    rangeMs: millisecondsOf(nanoseconds),
    rangeSeconds: secondsOf(nanoseconds),
    stepMs: step === undefined ? 0 : millisecondsOf(nanosecondsOf(step.value)),
    offsetMs: 0,
    at: undefined,
    position: { start: expr.position.start, end: rangeOf(last).end },
  };
}

function matrixSelector(
  tokens: TokenStream,
  selector: Expr,
  range: Seconds,
  openAt: number,
  end: number,
): MatrixSelector {
  const refused = (message: string): never => {
    throw tokens.errorAt(openAt, message);
  };
  if (selector.kind !== 'vector-selector') return refused('ranges only allowed for vector selectors');
  if (selector.offsetMs !== 0) return refused('no offset modifiers allowed before range');
  if (typeof selector.at === 'object') return refused('no @ modifiers allowed before range');
  const nanoseconds = nanosecondsOf(range.value);
  return {
    kind: 'matrix-selector',
    selector,
    rangeMs: millisecondsOf(nanoseconds),
    rangeSeconds: secondsOf(nanoseconds),
    position: { start: selector.position.start, end },
  };
}

/** The expression with its time shift changed; undefined if it is none that looks at data by itself. */
function shifted(expr: Expr, end: number, change: (shift: TimeShift) => Partial<TimeShift>): Expr | undefined {
  const position = { start: expr.position.start, end };
  switch (expr.kind) {
    case 'vector-selector':
    case 'subquery':
      return { ...expr, ...change(expr), position };
    case 'matrix-selector': {
      const selector: VectorSelector = { ...expr.selector, ...change(expr.selector) };
      return { ...expr, selector, position };
    }
    default:
      return undefined;
  }
}

const NEEDS_SELECTOR = 'modifier must be preceded by an instant vector selector or range vector selector or a subquery';

/** Source: promql/parser/parse.go addOffset. */
function parseOffset(tokens: TokenStream, expr: Expr): Expr {
  tokens.next();
  const seconds = tokens.within('offset', DURATION_WORDS, () => parseOffsetDuration(tokens));
  const { start } = expr.position;
  const result = shifted(expr, seconds.position.end, ({ offsetMs }) => {
    if (offsetMs !== 0) throw tokens.errorAt(start, 'offset may not be set multiple times');
    return { offsetMs: millisecondsOf(nanosecondsOf(seconds.value)) };
  });
  if (result === undefined) throw tokens.errorAt(start, `offset ${NEEDS_SELECTOR}`);
  return result;
}

/** Source: promql/parser/parse.go setTimestamp, setAtModifierPreprocessor. */
function parseAt(tokens: TokenStream, expr: Expr): Expr {
  tokens.next();
  const { start } = expr.position;
  const { at, end } = tokens.within('@', 'timestamp', () => parseAtValue(tokens, start));
  const result = shifted(expr, end, (shift) => {
    if (shift.at !== undefined) throw tokens.errorAt(start, '@ <timestamp> may not be set multiple times');
    return { at };
  });
  if (result === undefined) throw tokens.errorAt(start, `@ ${NEEDS_SELECTOR}`);
  return result;
}

const INT64_LIMIT = 9_223_372_036_854_775_808;

function parseAtValue(tokens: TokenStream, start: number): { readonly at: TimeShift['at']; readonly end: number } {
  const { kind } = tokens.peek();
  if (kind === 'start' || kind === 'end') {
    tokens.next();
    tokens.expect('(');
    return { at: kind, end: rangeOf(tokens.expect(')')).end };
  }
  const { value, position } = parseTimestamp(tokens);
  if (!(Math.abs(value) < INT64_LIMIT)) {
    throw tokens.errorAt(start, `timestamp out of bounds for @ modifier: ${formatFixed(value, 6)}`);
  }
  return { at: { timeMs: roundHalfAway(value * 1000) }, end: position.end };
}

/** Source: Go math.Round: halves away from zero. */
function roundHalfAway(x: number): number {
  return x < 0 ? -Math.round(-x) : Math.round(x);
}
