import { pow } from '../../kernel/pow.ts';
import { ExprError } from '../expr-error.ts';
import type { BinaryNode, Node, UnaryNode } from '../syntax/ast.ts';
import { FLOAT64, INT } from '../types/types.ts';
import { wrapInt } from '../values/runtime.ts';
import { anyList, type Value } from '../values/value.ts';

/*
 * Reckons out what does not depend on the environment. It is not only about speed: what is folded is not checked again at
 * run time, and reports errors at another place. Source: expr v1.15.5 optimizer/fold.go
 */

export function fold(node: Node): Node {
  switch (node.kind) {
    case 'unary':
      return foldUnary(node);
    case 'binary':
      return foldBinary(node);
    case 'array':
      return foldArray(node);
    case 'builtin':
      return foldFilters(node);
    default:
      return node;
  }
}

function integer(node: Node, value: bigint): Node {
  return { kind: 'integer', value: wrapInt(value), type: INT, at: node.at };
}

function float(node: Node, value: number): Node {
  return { kind: 'float', value, type: FLOAT64, at: node.at };
}

function bool(node: Node, value: boolean): Node {
  return { kind: 'bool', value, at: node.at };
}

function foldUnary(node: UnaryNode): Node {
  const { operator, operand } = node;
  if (operand.kind === 'integer' && (operator === '-' || operator === '+')) {
    return integer(node, operator === '-' ? -operand.value : operand.value);
  }
  if (operand.kind === 'float' && (operator === '-' || operator === '+')) {
    return float(node, operator === '-' ? -operand.value : operand.value);
  }
  if (operand.kind === 'bool' && (operator === '!' || operator === 'not')) return bool(node, !operand.value);
  return node;
}

interface Arithmetic {
  readonly ofWhole?: (a: bigint, b: bigint) => bigint;
  readonly ofFloats: (a: number, b: number) => number;
}

const ARITHMETIC: ReadonlyMap<string, Arithmetic> = new Map<string, Arithmetic>([
  ['+', { ofWhole: (a, b) => a + b, ofFloats: (a, b) => a + b }],
  ['-', { ofWhole: (a, b) => a - b, ofFloats: (a, b) => a - b }],
  ['*', { ofWhole: (a, b) => a * b, ofFloats: (a, b) => a * b }],
  ['/', { ofFloats: (a, b) => a / b }],
  ['**', { ofFloats: pow }],
  ['^', { ofFloats: pow }],
]);

function foldBinary(node: BinaryNode): Node {
  const { operator, left, right } = node;
  const arithmetic = ARITHMETIC.get(operator);
  if (arithmetic !== undefined) return foldArithmetic(node, arithmetic);
  switch (operator) {
    case '%':
      return foldModulo(node);
    case 'and':
    case '&&':
      return foldLogic(node, true);
    case 'or':
    case '||':
      return foldLogic(node, false);
    case '==': {
      const comparable =
        (left.kind === 'integer' && right.kind === 'integer') ||
        (left.kind === 'string' && right.kind === 'string') ||
        (left.kind === 'bool' && right.kind === 'bool');
      return comparable ? bool(node, left.value === right.value) : node;
    }
    default:
      return node;
  }
}

function foldArithmetic(node: BinaryNode, { ofWhole, ofFloats }: Arithmetic): Node {
  const { left, right } = node;
  if (node.operator === '+' && left.kind === 'string' && right.kind === 'string') {
    return { kind: 'string', value: left.value + right.value, at: node.at };
  }
  const numeric = (side: Node): bigint | number | undefined =>
    side.kind === 'integer' || side.kind === 'float' ? side.value : undefined;
  const a = numeric(left);
  const b = numeric(right);
  if (a === undefined || b === undefined) return node;
  if (typeof a === 'bigint' && typeof b === 'bigint' && ofWhole !== undefined) return integer(node, ofWhole(a, b));
  return float(node, ofFloats(Number(a), Number(b)));
}

function foldModulo(node: BinaryNode): Node {
  const { left, right } = node;
  if (left.kind !== 'integer' || right.kind !== 'integer') return node;
  if (right.value === 0n) throw new ExprError('compile', 'integer divide by zero', node.at);
  return { kind: 'integer', value: wrapInt(left.value % right.value), at: node.at };
}

/** `true and x` is `x`, `x and false` is false; for `or` the other way round. What remains stands where all of it stood. */
function foldLogic(node: BinaryNode, neutral: boolean): Node {
  const { left, right } = node;
  if (left.kind === 'bool' && left.value === neutral) return { ...right, at: node.at };
  if (right.kind === 'bool' && right.value === neutral) return { ...left, at: node.at };
  return left.kind === 'bool' || right.kind === 'bool' ? bool(node, !neutral) : node;
}

function foldArray(node: Extract<Node, { kind: 'array' }>): Node {
  const values: Value[] = [];
  for (const item of node.items) {
    if (item.kind !== 'integer' && item.kind !== 'float' && item.kind !== 'string' && item.kind !== 'bool') return node;
    values.push(item.value);
  }
  return values.length === 0 ? node : { kind: 'constant', value: anyList(values), at: node.at };
}

/** A filter of a filter becomes one. */
function foldFilters(node: Extract<Node, { kind: 'builtin' }>): Node {
  const [inner, second] = node.args;
  if (node.name !== 'filter' || inner?.kind !== 'builtin' || inner.name !== 'filter' || second === undefined)
    return node;
  const [collection, first] = inner.args;
  if (collection === undefined || first === undefined || node.args.length !== 2) return node;
  const both: Node = {
    kind: 'binary',
    operator: '&&',
    left: first,
    right: second,
    at: { ...node.at, line: 0, column: 0 },
  };
  return { kind: 'builtin', name: 'filter', args: [collection, both], at: node.at };
}
