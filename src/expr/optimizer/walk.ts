import type { Node, PairNode } from '../syntax/ast.ts';

/** Gives a node in the place of another, or the same one. */
export type Rewrite = (node: Node) => Node;

/** Rewrites a tree from its leaves up; parts that stay the same are shared. */
export function walk(node: Node, rewrite: Rewrite): Node {
  return rewrite(withChildren(node, (child) => walk(child, rewrite)));
}

function mapNodes(nodes: readonly Node[], change: Rewrite): readonly Node[] {
  const changed = nodes.map(change);
  return changed.every((node, index) => node === nodes[index]) ? nodes : changed;
}

function mapPair(pair: PairNode, change: Rewrite): PairNode {
  const key = change(pair.key);
  const value = change(pair.value);
  return key === pair.key && value === pair.value ? pair : { ...pair, key, value };
}

/** The node over changed children; what a filter makes of its elements is left alone, as in the reference. */
function withChildren(node: Node, change: Rewrite): Node {
  switch (node.kind) {
    case 'unary': {
      const operand = change(node.operand);
      return operand === node.operand ? node : { ...node, operand };
    }
    case 'binary': {
      const left = change(node.left);
      const right = change(node.right);
      return left === node.left && right === node.right ? node : { ...node, left, right };
    }
    case 'chain': {
      const inner = change(node.inner);
      return inner === node.inner ? node : { ...node, inner };
    }
    case 'member': {
      const object = change(node.object);
      const property = change(node.property);
      return object === node.object && property === node.property ? node : { ...node, object, property };
    }
    case 'slice': {
      const object = change(node.object);
      const from = node.from && change(node.from);
      const to = node.to && change(node.to);
      return object === node.object && from === node.from && to === node.to ? node : { ...node, object, from, to };
    }
    case 'call': {
      const callee = change(node.callee);
      const args = mapNodes(node.args, change);
      return callee === node.callee && args === node.args ? node : { ...node, callee, args };
    }
    case 'builtin': {
      const args = mapNodes(node.args, change);
      return args === node.args ? node : { ...node, args };
    }
    case 'closure': {
      const body = change(node.body);
      return body === node.body ? node : { ...node, body };
    }
    case 'conditional': {
      const condition = change(node.condition);
      const whenTrue = change(node.whenTrue);
      const whenFalse = change(node.whenFalse);
      const same = condition === node.condition && whenTrue === node.whenTrue && whenFalse === node.whenFalse;
      return same ? node : { ...node, condition, whenTrue, whenFalse };
    }
    case 'let': {
      const value = change(node.value);
      const body = change(node.body);
      return value === node.value && body === node.body ? node : { ...node, value, body };
    }
    case 'array': {
      const items = mapNodes(node.items, change);
      return items === node.items ? node : { ...node, items };
    }
    case 'map': {
      const pairs = node.pairs.map((pair) => mapPair(pair, change));
      return pairs.every((pair, index) => pair === node.pairs[index]) ? node : { ...node, pairs };
    }
    case 'pair':
      return mapPair(node, change);
    case 'nil':
    case 'identifier':
    case 'integer':
    case 'float':
    case 'bool':
    case 'string':
    case 'constant':
    case 'pointer':
      return node;
  }
}
