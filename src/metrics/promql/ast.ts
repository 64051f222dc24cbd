import type { Matcher } from '../series/matcher.ts';
import type { FunctionSignature, ValueType } from './functions.ts';
import type { PositionRange } from './position.ts';
import type { Aggregator } from './tokens.ts';

/** Nodes carry the part of the query they were read from: messages and annotations name it. */
interface Node {
  readonly position: PositionRange;
}

export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

/** When a selector or subquery looks at the data: `offset 5m`, `@ 1609746000`, `@ start()`. */
export interface TimeShift {
  readonly offsetMs: number;
  readonly at: { readonly timeMs: number } | 'start' | 'end' | undefined;
}

export interface VectorSelector extends Node, TimeShift {
  readonly kind: 'vector-selector';
  /** The metric name, if it stands before the braces. */
  readonly name: string | undefined;
  readonly matchers: readonly Matcher[];
}

export interface MatrixSelector extends Node {
  readonly kind: 'matrix-selector';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
  /** The range as rate() divides by it. */
  readonly rangeSeconds: number;
}

export interface Subquery extends Node, TimeShift {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly rangeSeconds: number;
  /** 0: the default step. */
  readonly stepMs: number;
}

export interface Paren extends Node {
  readonly kind: 'paren';
  readonly expr: Expr;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-';
  readonly expr: Expr;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly fn: FunctionSignature;
  readonly args: readonly Expr[];
}

export interface Aggregate extends Node {
  readonly kind: 'aggregate';
  readonly operator: Aggregator;
  readonly expr: Expr;
  readonly param: Expr | undefined;
  readonly grouping: readonly string[];
  readonly without: boolean;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type TrimOperator = '</' | '>/';
export type SetOperator = 'and' | 'or' | 'unless';
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | TrimOperator | SetOperator;

/** How elements of two vectors find each other. */
export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The side that may have many elements for one of the other: group_left, group_right. */
  readonly group: 'left' | 'right' | undefined;
  /** Labels taken over from the one side. */
  readonly include: readonly string[];
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly matching: Matching;
  readonly bool: boolean;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Paren
  | Unary
  | Call
  | Aggregate
  | Binary;

/** Source: promql/parser/ast.go Type. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vector-selector':
    case 'aggregate':
      return 'vector';
    case 'matrix-selector':
    case 'subquery':
      return 'matrix';
    case 'paren':
    case 'unary':
      return typeOf(expr.expr);
    case 'call':
      return expr.fn.returns;
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar' ? 'scalar' : 'vector';
  }
}

/** An expression without the parentheses around it. */
export function unwrapped(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrapped(expr.expr) : expr;
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SETS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return COMPARISONS.has(operator);
}

export function isSetOperator(operator: BinaryOperator): operator is SetOperator {
  return SETS.has(operator);
}
