import { own } from '../../text/own.ts';
import { methodType } from '../time/methods.ts';
import type { MemberNode, SliceNode } from '../syntax/ast.ts';
import { ANY, isAny, isArray, isAssignable, isInteger, isMap, isString, isStruct, typeText } from '../types/types.ts';
import { toText } from '../values/utf8.ts';
import { type Checked, type Context, type Scope, typed, wrong } from './context.ts';
import { checkName } from './names.ts';

/** Source: expr v1.15.5 checker/checker.go MemberNode */
export function checkMember(context: Context, node: MemberNode, scope: Scope, isCallee: boolean): Checked {
  const object = context.check(node.object, scope);
  const property = context.check(node.property, scope);
  const checked: MemberNode = { ...node, object: object.node, property: property.node };
  const name = node.property.kind === 'string' ? node.property.value : undefined;
  if (node.object.kind === 'identifier' && node.object.name === '$env') {
    return name === undefined ? typed(checked, ANY) : checkName(context, checked, toText(name), !node.optional);
  }
  const { type } = object;
  if (name !== undefined) {
    if (type === undefined) throw wrong(node, `type <nil> has no field ${toText(name)}`);
    const method = methodType(type, name);
    if (method !== undefined) return { ...typed({ ...checked, access: 'method' }, method), isMethod: true };
  }
  if (isAny(type)) return typed(checked, ANY);
  if (isMap(type)) {
    const fits = property.type === undefined || isAny(property.type);
    if (!fits && type?.key !== undefined && property.type !== undefined && !isAssignable(property.type, type.key)) {
      throw wrong(node.property, `cannot use ${property.type.text} to get an element from ${type.text}`);
    }
    return typed(checked, type?.elem);
  }
  if (isArray(type)) {
    if (!isInteger(property.type) && !isAny(property.type)) {
      const got = typeText(property.type);
      throw wrong(node.property, `array elements can only be selected using an integer (got ${got})`);
    }
    return typed(checked, type?.elem);
  }
  if (isStruct(type) && name !== undefined) return checkField(node, checked, name, isCallee);
  throw wrong(node, `type ${typeText(type)}[${typeText(property.type)}] is undefined`);
}

function checkField(node: MemberNode, checked: MemberNode, name: string, isCallee: boolean): Checked {
  const { type } = checked.object;
  const field = toText(name);
  const known = own(type?.fields, field);
  if (known !== undefined) return typed({ ...checked, access: 'field' }, known);
  throw wrong(node, `type ${typeText(type)} has no ${isCallee ? 'method' : 'field'} ${field}`);
}

/** Source: expr v1.15.5 checker/checker.go SliceNode */
export function checkSlice(context: Context, node: SliceNode, scope: Scope): Checked {
  const object = context.check(node.object, scope);
  if (!isAny(object.type) && !isString(object.type) && !isArray(object.type)) {
    throw wrong(node, `cannot slice ${typeText(object.type)}`);
  }
  const end = (bound: SliceNode['from']): SliceNode['from'] => {
    if (bound === undefined) return undefined;
    const { node: inner, type } = context.check(bound, scope);
    if (!isInteger(type) && !isAny(type)) throw wrong(bound, `non-integer slice index ${typeText(type)}`);
    return inner;
  };
  const from = end(node.from);
  return typed({ ...node, object: object.node, from, to: end(node.to) }, object.type);
}
