import { METRIC_NAME } from '../series/labels.ts';
import type { Aggregate, Binary, Call, Expr, VectorSelector } from './ast.ts';
import { isComparison, isSetOperator, typeOf } from './ast.ts';
import { isSpace } from './characters.ts';
import { documentedType, type ValueType } from './functions.ts';
import type { TokenStream } from './token-stream.ts';
import { goQuote } from '../../api/go-quote.ts';

/** Throws a PromQLParseError for the first expression of a wrong type. Source: promql/parser/parse.go checkAST. */
export function checkTypes(tokens: TokenStream, expr: Expr): ValueType {
  const fail = (message: string): never => {
    throw tokens.errorAt(expr.position.start, message);
  };
  switch (expr.kind) {
    case 'number':
    case 'string':
      break;
    case 'paren':
      checkTypes(tokens, expr.expr);
      break;
    case 'unary': {
      const type = checkTypes(tokens, expr.expr);
      const wanted = 'unary expression only allowed on expressions of type scalar or instant vector';
      if (type !== 'scalar' && type !== 'vector') fail(`${wanted}, got "${documentedType(type)}"`);
      break;
    }
    case 'subquery': {
      const type = checkTypes(tokens, expr.expr);
      if (type !== 'vector') fail(`subquery is only allowed on instant vector, got ${type} instead`);
      break;
    }
    case 'matrix-selector':
      checkTypes(tokens, expr.selector);
      break;
    case 'vector-selector':
      checkSelector(expr, fail);
      break;
    case 'call':
      checkCall(tokens, expr, fail);
      break;
    case 'aggregate':
      checkAggregate(tokens, expr);
      break;
    case 'binary':
      checkBinary(tokens, expr, fail);
      break;
  }
  return typeOf(expr);
}

type Fail = (message: string) => never;

function checkSelector({ name, matchers }: VectorSelector, fail: Fail): void {
  if (name !== undefined) {
    const other = matchers.find((matcher) => matcher.name === METRIC_NAME);
    if (other !== undefined) {
      fail(`metric name must not be set twice: ${goQuote(name)} or ${goQuote(other.value)}`);
    }
  } else if (matchers.every((matcher) => matcher.matches(''))) {
    fail('vector selector must contain at least one non-empty matcher');
  }
}

function expectType(tokens: TokenStream, expr: Expr, wanted: ValueType, where: string): void {
  const type = checkTypes(tokens, expr);
  if (type === wanted) return;
  const message = `expected type ${documentedType(wanted)} in ${where}, got ${documentedType(type)}`;
  throw tokens.errorAt(expr.position.start, message);
}

function checkCall(tokens: TokenStream, { fn, args }: Call, fail: Fail): void {
  const { name, variadic } = fn;
  const wanted = fn.args.length;
  const least = variadic === 0 ? wanted : wanted - 1;
  const count = (how: string, n: number): never =>
    fail(`expected ${how}${n} argument(s) in call to "${name}", got ${args.length}`);
  if (variadic === 0) {
    if (args.length !== wanted) count('', wanted);
  } else if (args.length < least) count('at least ', least);
  else if (variadic > 0 && args.length > least + variadic) count('at most ', least + variadic);
  args.forEach((arg, index) => {
    const type = fn.args[Math.min(index, wanted - 1)];
    if (type !== undefined) expectType(tokens, arg, type, `call to function "${name}"`);
  });
}

function checkAggregate(tokens: TokenStream, { operator, expr, param }: Aggregate): void {
  expectType(tokens, expr, 'vector', 'aggregation expression');
  if (param === undefined) return;
  expectType(tokens, param, operator === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
}

/** Where the operator between two expressions stands. */
function operatorStart(tokens: TokenStream, { left }: Binary): number {
  let start = left.position.end;
  while (isSpace(tokens.query.charAt(start))) start += 1;
  return start;
}

function checkBinary(tokens: TokenStream, expr: Binary, fail: Fail): void {
  const { operator, left, right, matching } = expr;
  const leftType = checkTypes(tokens, left);
  const rightType = checkTypes(tokens, right);
  const failAtOperator = (message: string): never => {
    throw tokens.errorAt(operatorStart(tokens, expr), message);
  };
  const failAt = (operand: Expr): never => {
    const message = 'binary expression must contain only scalar and instant vector types';
    throw tokens.errorAt(operand.position.start, message);
  };
  const scalars = leftType === 'scalar' && rightType === 'scalar';
  if (expr.bool && !isComparison(operator)) failAtOperator('bool modifier can only be used on comparison operators');
  if (isComparison(operator) && !expr.bool && scalars) {
    failAtOperator('comparisons between scalars must use BOOL modifier');
  }
  const twice = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (twice !== undefined) failAtOperator(`label ${goQuote(twice)} must not occur in ON and GROUP clause at once`);
  if (leftType !== 'scalar' && leftType !== 'vector') failAt(left);
  if (rightType !== 'scalar' && rightType !== 'vector') failAt(right);
  const vectors = leftType === 'vector' && rightType === 'vector';
  if (!vectors && matching.labels.length > 0) fail('vector matching only allowed between instant vectors');
  if (!isSetOperator(operator)) return;
  if (vectors && matching.group !== undefined) fail(`no grouping allowed for "${operator}" operation`);
  if (!vectors) fail(`set operator "${operator}" not allowed in binary scalar expression`);
}
