import type { Expr } from './ast.ts';

/** Functions whose value depends on the time of evaluation itself. Source: promql/functions.go AtModifierUnsafeFunctions. */
const DEPENDS_ON_TIME: ReadonlySet<string> = new Set([
  ...['days_in_month', 'day_of_month', 'day_of_week', 'day_of_year', 'hour', 'minute', 'month', 'year'],
  ...['predict_linear', 'time'],
]);

/**
 * Whether an expression has the same value at every step of a query, since all that it looks at is fixed by `@`. The reference evaluates such
 * a part once. Source: promql/engine.go preprocessExprHelper.
 */
export function isStepInvariant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return true;
    case 'vector-selector':
    case 'subquery':
      return expr.at !== undefined;
    case 'matrix-selector':
      return expr.selector.at !== undefined;
    case 'paren':
    case 'unary':
    case 'aggregate':
      return isStepInvariant(expr.expr);
    case 'binary':
      return isStepInvariant(expr.left) && isStepInvariant(expr.right);
    case 'call': {
      const { name } = expr.fn;
      // timestamp() of anything but a selector gives the time of evaluation.
      if (name === 'timestamp') return expr.args.every((arg) => arg.kind === 'vector-selector' && isStepInvariant(arg));
      return !DEPENDS_ON_TIME.has(name) && expr.args.every(isStepInvariant);
    }
  }
}
