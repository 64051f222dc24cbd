import type { BinaryNode, Node } from '../syntax/ast.ts';
import { EMPTY_STRUCT, type GoType, INT, INT_SLICE, mapOf, STRING } from '../types/types.ts';
import { dictOf, EMPTY, listOf, rangeOf, type Value } from '../values/value.ts';

const NO_PLACE = { line: 0, column: 0 };

/** A list of keys as a set, in which the type of what is sought must be that of the keys. */
function setOf(key: GoType, values: readonly Value[]): Value {
  return dictOf(
    mapOf(key, EMPTY_STRUCT),
    values.map((value) => ({ key: value, value: EMPTY })),
  );
}

/**
 * `x in [1, 2]` for an int and `x in ["a", "b"]` look up a set.
 *
 * Source: expr v1.15.5 optimizer/in_array.go
 */
export function inArray(node: Node): Node {
  if (node.kind !== 'binary' || node.operator !== 'in' || node.right.kind !== 'array') return node;
  const { items } = node.right;
  if (items.length === 0) return node;
  const integers = items.flatMap((item) => (item.kind === 'integer' ? [item.value] : []));
  const strings = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  if (node.left.type?.kind === 'int' && integers.length === items.length) return withSet(node, setOf(INT, integers));
  return strings.length === items.length ? withSet(node, setOf(STRING, strings)) : node;
}

function withSet(node: BinaryNode, value: Value): Node {
  const right: Node = { kind: 'constant', value, at: { ...node.right.at, ...NO_PLACE } };
  return { kind: 'binary', operator: 'in', left: node.left, right, at: node.at };
}

/**
 * `x in 1..5` for an int compares.
 *
 * Source: expr v1.15.5 optimizer/in_range.go
 */
export function inRange(node: Node): Node {
  if (node.kind !== 'binary' || node.operator !== 'in' || node.left.type?.kind !== 'int') return node;
  const range = node.right;
  if (range.kind !== 'binary' || range.operator !== '..') return node;
  if (range.left.kind !== 'integer' || range.right.kind !== 'integer') return node;
  const at = { ...node.at, ...NO_PLACE };
  const left: Node = { kind: 'binary', operator: '>=', left: node.left, right: range.left, at };
  const right: Node = { kind: 'binary', operator: '<=', left: node.left, right: range.right, at };
  return { kind: 'binary', operator: 'and', left, right, at: node.at };
}

const LONGEST_CONSTANT = 1_000_000n;

/**
 * `1..5` is a constant, and so does not count against the memory of the run.
 *
 * Source: expr v1.15.5 optimizer/const_range.go
 */
export function constantRange(node: Node): Node {
  if (node.kind !== 'binary' || node.operator !== '..') return node;
  const { left, right } = node;
  if (left.kind !== 'integer' || right.kind !== 'integer') return node;
  const size = BigInt.asIntN(64, right.value - left.value + 1n);
  if (size > LONGEST_CONSTANT) return node;
  const value = size < 1n ? listOf(INT_SLICE, []) : rangeOf(left.value, Number(size));
  return { kind: 'constant', value, at: node.at };
}
