import type { GoType } from '../types/types.ts';
import type { Value } from '../values/value.ts';
import type { Location } from './location.ts';

/** What every node has. Source: expr v1.15.5 ast/node.go */
interface Base {
  readonly at: Location;
  /** The Go type that the checker found; absent before, of `nil`, and of nodes that the optimizer made. */
  readonly type?: GoType | undefined;
}

export interface NilNode extends Base {
  readonly kind: 'nil';
}

export interface IdentifierNode extends Base {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface IntegerNode extends Base {
  readonly kind: 'integer';
  readonly value: bigint;
}

export interface FloatNode extends Base {
  readonly kind: 'float';
  readonly value: number;
}

export interface BoolNode extends Base {
  readonly kind: 'bool';
  readonly value: boolean;
}

/** `value` is a byte string (values/utf8.ts). */
export interface StringNode extends Base {
  readonly kind: 'string';
  readonly value: string;
}

/** Made by the optimizer alone. */
export interface ConstantNode extends Base {
  readonly kind: 'constant';
  readonly value: Value;
}

export interface UnaryNode extends Base {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Node;
}

export interface BinaryNode extends Base {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Node;
  readonly right: Node;
  /** Of `matches`, set by the checker: the pattern was written out, and is known to be right. */
  readonly knownPattern?: true;
}

/** The extent of `?.`: a nil inside ends it. */
export interface ChainNode extends Base {
  readonly kind: 'chain';
  readonly inner: Node;
}

export interface MemberNode extends Base {
  readonly kind: 'member';
  readonly object: Node;
  readonly property: Node;
  readonly optional: boolean;
  /** Set by the checker when the property is a method of the object's type, or a field of a record. */
  readonly access?: 'method' | 'field';
}

export interface SliceNode extends Base {
  readonly kind: 'slice';
  readonly object: Node;
  readonly from: Node | undefined;
  readonly to: Node | undefined;
}

export interface CallNode extends Base {
  readonly kind: 'call';
  readonly callee: Node;
  readonly args: readonly Node[];
  /** Set by the checker: a builtin reached as a value, such as `$env.len`. */
  readonly builtin?: string;
  /** Set by the checker: the machine calls a function of this signature directly, others by reflection. */
  readonly direct?: boolean;
}

export interface BuiltinNode extends Base {
  readonly kind: 'builtin';
  readonly name: string;
  readonly args: readonly Node[];
  /** Set by the optimizer: `filter(…)[0]` that finds nothing is an error, `first(filter(…))` is nil. */
  readonly throws?: boolean;
  /** Set by the optimizer: what becomes of each element that a filter lets through. */
  readonly map?: Node | undefined;
}

export interface ClosureNode extends Base {
  readonly kind: 'closure';
  readonly body: Node;
}

/** `#`, `#index`, `#acc`. */
export interface PointerNode extends Base {
  readonly kind: 'pointer';
  readonly name: string;
}

export interface ConditionalNode extends Base {
  readonly kind: 'conditional';
  readonly condition: Node;
  readonly whenTrue: Node;
  readonly whenFalse: Node;
}

export interface LetNode extends Base {
  readonly kind: 'let';
  readonly name: string;
  readonly value: Node;
  readonly body: Node;
}

export interface ArrayNode extends Base {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

export interface MapNode extends Base {
  readonly kind: 'map';
  readonly pairs: readonly PairNode[];
}

export interface PairNode extends Base {
  readonly kind: 'pair';
  readonly key: Node;
  readonly value: Node;
}

export type Node =
  | NilNode
  | IdentifierNode
  | IntegerNode
  | FloatNode
  | BoolNode
  | StringNode
  | ConstantNode
  | UnaryNode
  | BinaryNode
  | ChainNode
  | MemberNode
  | SliceNode
  | CallNode
  | BuiltinNode
  | ClosureNode
  | PointerNode
  | ConditionalNode
  | LetNode
  | ArrayNode
  | MapNode
  | PairNode;

/** The nodes directly below a node, in the order in which they are written. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'chain':
      return [node.inner];
    case 'member':
      return [node.object, node.property];
    case 'slice':
      return [
        node.object,
        ...(node.from === undefined ? [] : [node.from]),
        ...(node.to === undefined ? [] : [node.to]),
      ];
    case 'call':
      return [node.callee, ...node.args];
    case 'builtin':
      return node.map === undefined ? node.args : [...node.args, node.map];
    case 'closure':
      return [node.body];
    case 'conditional':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'let':
      return [node.value, node.body];
    case 'array':
      return node.items;
    case 'map':
      return node.pairs;
    case 'pair':
      return [node.key, node.value];
    case 'nil':
    case 'identifier':
    case 'integer':
    case 'float':
    case 'bool':
    case 'string':
    case 'constant':
    case 'pointer':
      return [];
  }
}

/** How many nodes a tree has. */
export function countNodes(node: Node): number {
  return childrenOf(node).reduce((count, child) => count + countNodes(child), 1);
}
