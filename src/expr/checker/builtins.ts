import { own } from '../../text/own.ts';
import type { BuiltinNode, Node } from '../syntax/ast.ts';
import { PREDICATES } from '../builtins/names.ts';
import {
  ANY,
  ANY_SLICE,
  BOOL,
  type GoType,
  INT,
  isAny,
  isArray,
  isAssignable,
  isBool,
  isInteger,
  isMap,
  mapOf,
  type MaybeType,
  sliceOf,
  typeText,
} from '../types/types.ts';
import { toText } from '../values/utf8.ts';
import { checkBuiltinArguments } from './calls.ts';
import { type Checked, type Context, type Scope, typed, wrong } from './context.ts';

/** Source: expr v1.15.5 checker/checker.go BuiltinNode */
export function checkBuiltin(context: Context, node: BuiltinNode, scope: Scope): Checked {
  if (PREDICATES.has(node.name)) return checkPredicate(context, node, scope);
  if (node.name === 'get') return checkGet(context, node, scope);
  const { args, type } = checkBuiltinArguments(context, node.name, node, node.args, scope);
  return typed({ ...node, args }, type);
}

const POINTERS: Readonly<Record<string, Readonly<Record<string, GoType>>>> = {
  map: { index: INT },
  reduce: { index: INT, acc: ANY },
};

/** Predicates whose closure must say yes or no. */
const YES_OR_NO: ReadonlySet<string> = new Set([
  ...['all', 'none', 'any', 'one', 'filter', 'count'],
  ...['find', 'findLast', 'findIndex', 'findLastIndex'],
]);

function checkPredicate(context: Context, node: BuiltinNode, scope: Scope): Checked {
  const [collectionNode, closureNode, startNode] = node.args;
  if (collectionNode === undefined || closureNode === undefined) throw wrong(node, `unknown builtin ${node.name}`);
  const collection = context.check(collectionNode, scope);
  if (!isArray(collection.type) && !isAny(collection.type)) {
    throw wrong(collectionNode, `builtin ${node.name} takes only array (got ${typeText(collection.type)})`);
  }
  const inner: Scope = {
    ...scope,
    closure: { collection: collection.type, pointers: own(POINTERS, node.name) ?? {} },
  };
  const closure = context.check(closureNode, inner);
  const result = closure.type?.signature?.results[0];
  const start: readonly Node[] = startNode === undefined ? [] : [context.check(startNode, scope).node];
  if (YES_OR_NO.has(node.name) && !isBool(result) && !isAny(result)) {
    throw wrong(closureNode, `predicate should return boolean (got ${typeText(result)})`);
  }
  const args = [collection.node, closure.node, ...start];
  return typed({ ...node, args }, predicateType(node.name, collection.type, result));
}

function predicateType(name: string, collection: MaybeType, result: MaybeType): MaybeType {
  const elem = isAny(collection) ? ANY : (collection?.elem ?? ANY);
  switch (name) {
    case 'filter':
      return isAny(collection) ? ANY_SLICE : sliceOf(elem);
    case 'map':
      return sliceOf(result ?? ANY);
    case 'count':
    case 'findIndex':
    case 'findLastIndex':
      return INT;
    case 'find':
    case 'findLast':
      return elem;
    case 'groupBy':
      return mapOf(ANY, ANY_SLICE);
    case 'reduce':
      return result;
    default:
      return BOOL;
  }
}

/** `get($env, "name")` does not look at its arguments at all. Source: checker/checker.go checkBuiltinGet */
function checkGet(context: Context, node: BuiltinNode, scope: Scope): Checked {
  const [objectNode, keyNode] = node.args;
  if (objectNode === undefined || keyNode === undefined || node.args.length !== 2) {
    throw wrong(node, `invalid number of arguments (expected 2, got ${node.args.length})`);
  }
  if (objectNode.kind === 'identifier' && objectNode.name === '$env') {
    return typed(node, keyNode.kind === 'string' ? context.types.get(toText(keyNode.value)) : ANY);
  }
  const object = context.check(objectNode, scope);
  const { type } = object;
  if (isAny(type)) return typed({ ...node, args: [object.node, keyNode] }, ANY);
  if (!isArray(type) && !isMap(type)) throw wrong(objectNode, `type ${typeText(type)} does not support indexing`);
  const key = context.check(keyNode, scope);
  checkGetKey(keyNode, type, key.type);
  return typed({ ...node, args: [object.node, key.node] }, type?.elem);
}

function checkGetKey(node: Node, type: MaybeType, key: MaybeType): void {
  if (key === undefined) throw wrong(node, `cannot use nil as ${isMap(type) ? 'map' : 'slice'} index`);
  if (isAny(key)) return;
  if (isMap(type)) {
    if (type?.key !== undefined && isAssignable(key, type.key)) return;
    throw wrong(node, `cannot use ${key.text} to get an element from ${typeText(type)}`);
  }
  if (!isInteger(key)) throw wrong(node, `non-integer slice index ${key.text}`);
}
