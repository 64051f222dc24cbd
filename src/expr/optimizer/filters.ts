import type { BuiltinNode, Node } from '../syntax/ast.ts';

function filterIn(node: Node | undefined): BuiltinNode | undefined {
  return node?.kind === 'builtin' && node.name === 'filter' && node.args.length === 2 ? node : undefined;
}

/**
 * `map(filter(…), f)` filters and maps in one loop.
 *
 * Source: expr v1.15.5 optimizer/filter_map.go
 */
export function filterMap(node: Node): Node {
  if (node.kind !== 'builtin' || node.name !== 'map' || node.args.length !== 2) return node;
  const [inner, closure] = node.args;
  if (closure?.kind !== 'closure' || inner?.kind !== 'builtin' || inner.name !== 'filter') return node;
  if (inner.map !== undefined) return node;
  return { kind: 'builtin', name: 'filter', args: inner.args, map: closure.body, at: node.at };
}

/**
 * `len(filter(…))` counts.
 *
 * Source: expr v1.15.5 optimizer/filter_len.go
 */
export function filterLen(node: Node): Node {
  if (node.kind !== 'builtin' || node.name !== 'len' || node.args.length !== 1) return node;
  const filter = filterIn(node.args[0]);
  return filter === undefined ? node : { kind: 'builtin', name: 'count', args: filter.args, at: node.at };
}

/** `filter(…)[index]` and `first(filter(…))` or `last(filter(…))` stop at the element that they ask for. */
function findInstead(node: Node, index: bigint, accessor: string, find: string): Node {
  const found = (filter: BuiltinNode | undefined, throws: boolean): Node =>
    filter === undefined
      ? node
      : { kind: 'builtin', name: find, args: filter.args, throws, map: filter.map, at: node.at };
  if (node.kind === 'member' && !node.optional && node.property.kind === 'integer' && node.property.value === index) {
    return found(filterIn(node.object), true);
  }
  if (node.kind === 'builtin' && node.name === accessor && node.args.length === 1) {
    return found(filterIn(node.args[0]), false);
  }
  return node;
}

/** Source: expr v1.15.5 optimizer/filter_last.go */
export function filterLast(node: Node): Node {
  return findInstead(node, -1n, 'last', 'findLast');
}

/** Source: expr v1.15.5 optimizer/filter_first.go */
export function filterFirst(node: Node): Node {
  return findInstead(node, 0n, 'first', 'find');
}
