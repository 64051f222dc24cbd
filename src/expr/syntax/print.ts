import { quote } from '../values/quote.ts';
import { toText } from '../values/utf8.ts';
import { formatFloat, formatValue } from '../values/format.ts';
import type { BinaryNode, MemberNode, Node, SliceNode } from './ast.ts';
import { isIdentifier } from './characters.ts';
import { BINARY_OPERATORS, UNARY_OPERATORS } from './operators.ts';

/** The text of a tree, with brackets where they are needed: reading it again gives the same tree. */
export function print(node: Node): string {
  switch (node.kind) {
    case 'nil':
      return 'nil';
    case 'identifier':
      return node.name;
    case 'integer':
      return String(node.value);
    case 'float':
      return printFloat(node.value);
    case 'bool':
      return String(node.value);
    case 'string':
      return quote(toText(node.value));
    case 'constant':
      return formatValue(node.value);
    case 'unary':
      return `${node.operator}${node.operator === 'not' ? ' ' : ''}${printOperand(node.operand)}`;
    case 'binary':
      return printBinary(node);
    case 'chain':
      return print(node.inner);
    case 'member':
      return printMember(node);
    case 'slice':
      return printSlice(node);
    case 'call':
      return `${print(node.callee)}(${printAll(node.args)})`;
    case 'builtin':
      return `${node.name}(${printAll(node.args)})`;
    case 'closure': {
      const body = print(node.body);
      return body.startsWith('{') ? `{${body}}` : body;
    }
    case 'pointer':
      return `#${node.name}`;
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = node;
      return `${printOperand(condition)} ? ${printOperand(whenTrue)} : ${printOperand(whenFalse)}`;
    }
    case 'let':
      return `let ${node.name} = ${print(node.value)}; ${print(node.body)}`;
    case 'array':
      return `[${printAll(node.items)}]`;
    case 'map':
      return `{${printAll(node.pairs)}}`;
    case 'pair': {
      const key = print(node.key);
      return `${node.key.kind === 'string' ? key : `(${key})`}: ${print(node.value)}`;
    }
  }
}

function printAll(nodes: readonly Node[]): string {
  return nodes.map(print).join(', ');
}

/** A float that is whole still looks like one. */
function printFloat(value: number): string {
  const text = formatFloat(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A node where only a single value can stand: what has an operator of its own goes into brackets. */
function printOperand(node: Node): string {
  const open = node.kind === 'binary' || node.kind === 'conditional' || node.kind === 'let';
  return open ? `(${print(node)})` : print(node);
}

/**
 * The left side may bind as tightly as the operator itself, the right side must bind more tightly. `??` never stands next
 * to another operator without brackets, and a sign or `not` would take what follows it along.
 */
function printBinary({ operator, left, right }: BinaryNode): string {
  const own = BINARY_OPERATORS.get(operator);
  const precedence = own?.precedence ?? 0;
  const binds = (side: BinaryNode): number => BINARY_OPERATORS.get(side.operator)?.precedence ?? 0;
  const leftIsBare =
    left.kind === 'binary'
      ? (left.operator === '??') === (operator === '??') &&
        (own?.associativity === 'right' ? binds(left) > precedence : binds(left) >= precedence)
      : left.kind === 'unary' && (UNARY_OPERATORS.get(left.operator)?.precedence ?? 0) > precedence;
  const rightIsBare = right.kind === 'binary' && right.operator !== '??' && binds(right) > precedence;
  const leftText =
    leftIsBare || left.kind !== 'unary' ? (leftIsBare ? print(left) : printOperand(left)) : `(${print(left)})`;
  const rightText = right.kind === 'unary' ? `(${print(right)})` : rightIsBare ? print(right) : printOperand(right);
  return `${leftText} ${operator} ${rightText}`;
}

/** What a member, an index or a slice can follow directly; literals and operators need brackets. */
const BARE: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['identifier', 'chain', 'member', 'slice', 'call', 'builtin', 'pointer', 'array', 'map'] as const),
]);

function printObject(node: Node): string {
  return BARE.has(node.kind) ? print(node) : `(${print(node)})`;
}

function printMember({ object, property, optional }: MemberNode): string {
  const text = printObject(object);
  if (property.kind === 'string' && isIdentifier(toText(property.value))) {
    return `${text}${optional ? '?.' : '.'}${toText(property.value)}`;
  }
  return `${text}[${print(property)}]`;
}

function printSlice({ object, from, to }: SliceNode): string {
  const bound = (node: Node | undefined): string => (node === undefined ? '' : printOperand(node));
  return `${printObject(object)}[${bound(from)}:${bound(to)}]`;
}
