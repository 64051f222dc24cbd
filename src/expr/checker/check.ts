import { own } from '../../text/own.ts';
import { BUILTIN_NAMES } from '../builtins/names.ts';
import type { ArrayNode, ConditionalNode, IdentifierNode, LetNode, Node, PairNode, UnaryNode } from '../syntax/ast.ts';
import {
  ANY,
  ANY_SLICE,
  BOOL,
  FLOAT64,
  funcOf,
  INT,
  isAny,
  isAssignable,
  isBool,
  isNumber,
  type MaybeType,
  STRING,
  STRING_MAP,
  typeText,
} from '../types/types.ts';
import { typeOf } from '../values/value.ts';
import { checkBinary } from './binary.ts';
import { checkBuiltin } from './builtins.ts';
import { checkCall } from './calls.ts';
import { type Checked, type Context, type Scope, typed, wrong } from './context.ts';
import { checkMember, checkSlice } from './members.ts';
import { checkName } from './names.ts';

/**
 * Finds the Go type of every node, and the first thing that does not fit.
 *
 * Source: expr v1.15.5 checker/checker.go
 */
export function check(node: Node, types: ReadonlyMap<string, MaybeType>): Checked {
  const context: Context = { types, check: (inner, scope) => checkNode(context, inner, scope) };
  return context.check(node, { closure: undefined, variables: [] });
}

function checkNode(context: Context, node: Node, scope: Scope): Checked {
  switch (node.kind) {
    case 'nil':
      return typed(node, undefined);
    case 'integer':
      return typed(node, INT);
    case 'float':
      return typed(node, FLOAT64);
    case 'bool':
      return typed(node, BOOL);
    case 'string':
      return typed(node, STRING);
    case 'constant':
      return typed(node, typeOf(node.value));
    case 'identifier':
      return checkIdentifier(context, node, scope);
    case 'unary':
      return checkUnary(context, node, scope);
    case 'binary':
      return checkBinary(context, node, scope);
    case 'chain': {
      const inner = context.check(node.inner, scope);
      return { ...inner, node: { ...node, inner: inner.node, type: inner.type } };
    }
    case 'member':
      return checkMember(context, node, scope, false);
    case 'slice':
      return checkSlice(context, node, scope);
    case 'call':
      return checkCall(context, node, scope);
    case 'builtin':
      return checkBuiltin(context, node, scope);
    case 'closure': {
      const body = context.check(node.body, scope);
      if (body.type === undefined) throw wrong(node.body, 'closure cannot be nil');
      return typed({ ...node, body: body.node }, funcOf([ANY], [body.type]));
    }
    case 'pointer':
      return typed(node, pointerType(node, scope));
    case 'conditional':
      return checkConditional(context, node, scope);
    case 'let':
      return checkLet(context, node, scope);
    case 'array':
      return checkArray(context, node, scope);
    case 'map': {
      const pairs = node.pairs.map((pair) => checkPair(context, pair, scope));
      return typed({ ...node, pairs }, STRING_MAP);
    }
    case 'pair':
      return typed(checkPair(context, node, scope), undefined);
  }
}

function checkPair(context: Context, node: PairNode, scope: Scope): PairNode {
  return { ...node, key: context.check(node.key, scope).node, value: context.check(node.value, scope).node };
}

function checkIdentifier(context: Context, node: IdentifierNode, scope: Scope): Checked {
  const variable = scope.variables.findLast(({ name }) => name === node.name);
  if (variable !== undefined) return { ...variable.checked, node: { ...node, type: variable.checked.type } };
  if (node.name === '$env') return typed(node, STRING_MAP);
  return checkName(context, node, node.name, true);
}

function checkUnary(context: Context, node: UnaryNode, scope: Scope): Checked {
  const operand = context.check(node.operand, scope);
  const { type } = operand;
  const checked: Node = { ...node, operand: operand.node };
  if (node.operator === '!' || node.operator === 'not') {
    if (isBool(type) || isAny(type)) return typed(checked, BOOL);
  } else {
    if (isNumber(type)) return typed(checked, type);
    if (isAny(type)) return typed(checked, ANY);
  }
  throw wrong(node, `invalid operation: ${node.operator} (mismatched type ${typeText(type)})`);
}

function pointerType(node: Extract<Node, { kind: 'pointer' }>, scope: Scope): MaybeType {
  if (scope.closure === undefined) throw wrong(node, 'cannot use pointer accessor outside closure');
  const { collection, pointers } = scope.closure;
  if (node.name === '') return isAny(collection) ? ANY : collection?.elem;
  const type = own(pointers, node.name);
  if (type === undefined) throw wrong(node, `unknown pointer #${node.name}`);
  return type;
}

function checkConditional(context: Context, node: ConditionalNode, scope: Scope): Checked {
  const condition = context.check(node.condition, scope);
  if (!isBool(condition.type) && !isAny(condition.type)) {
    throw wrong(node.condition, `non-bool expression (type ${typeText(condition.type)}) used as condition`);
  }
  const whenTrue = context.check(node.whenTrue, scope);
  const whenFalse = context.check(node.whenFalse, scope);
  const checked: Node = { ...node, condition: condition.node, whenTrue: whenTrue.node, whenFalse: whenFalse.node };
  return typed(checked, eitherType(whenTrue.type, whenFalse.type));
}

function eitherType(a: MaybeType, b: MaybeType): MaybeType {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return isAssignable(a, b) ? a : ANY;
}

function checkLet(context: Context, node: LetNode, scope: Scope): Checked {
  const { name } = node;
  if (context.types.has(name)) throw wrong(node, `cannot redeclare ${name}`);
  if (BUILTIN_NAMES.has(name)) throw wrong(node, `cannot redeclare builtin ${name}`);
  if (scope.variables.some((variable) => variable.name === name)) {
    throw wrong(node, `cannot redeclare variable ${name}`);
  }
  const value = context.check(node.value, scope);
  const body = context.check(node.body, { ...scope, variables: [...scope.variables, { name, checked: value }] });
  return { ...body, node: { ...node, value: value.node, body: body.node, type: body.type } };
}

function checkArray(context: Context, node: ArrayNode, scope: Scope): Checked {
  const items = node.items.map((item) => context.check(item, scope));
  const last = items.at(-1)?.type;
  const alike = items.every(({ type }, index) => {
    const previous = items[index - 1];
    return previous === undefined || (type !== undefined && type.kind === previous.type?.kind);
  });
  const checked = typed({ ...node, items: items.map((item) => item.node) }, ANY_SLICE);
  return alike && last !== undefined ? { ...checked, elem: last } : checked;
}
