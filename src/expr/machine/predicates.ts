import { ExprPanic } from '../expr-error.ts';
import { type BuiltinNode, countNodes } from '../syntax/ast.ts';
import { ANY, ANY_SLICE, mapOf } from '../types/types.ts';
import { asBool, loopLength, unhashable } from '../values/runtime.ts';
import { anyList, dictOf, keyText, type Value } from '../values/value.ts';
import type { Compiler } from './compiler.ts';
import type { Code, Frame, Loop } from './frame.ts';
import { Operands } from './operands.ts';

const GROUPS = mapOf(ANY, ANY_SLICE);
const OUT_OF_RANGE = 'reflect: slice index out of range';

/** What a predicate does with its loop, once it has begun. */
type Body = (frame: Frame, loop: Loop) => Value;

/**
 * Builtins with a closure.
 *
 * Source: expr v1.15.5 compiler/compiler.go BuiltinNode
 */
export function compilePredicate(compiler: Compiler, node: BuiltinNode): Code {
  const [collectionNode, closureNode] = node.args;
  if (collectionNode === undefined || closureNode === undefined) throw new ExprPanic(`unknown builtin ${node.name}`);
  const collection = compiler.compile(collectionNode);
  const closure = compiler.compile(closureNode);
  const cost = countNodes(closureNode);
  const step: Code = (frame) => {
    frame.host.spend(cost);
    const value = closure(frame);
    frame.at = node.at;
    return value;
  };
  const body = bodyOf(compiler, node, step);
  return (frame) => {
    const value = collection(frame);
    frame.at = node.at;
    const loop: Loop = { collection: value, length: loopLength(value), index: 0, acc: null };
    frame.loops.push(loop);
    const result = body(frame, loop);
    frame.loops.pop();
    return result;
  };
}

function bodyOf(compiler: Compiler, node: BuiltinNode, step: Code): Body {
  const test: (frame: Frame) => boolean = (frame) => asBool(step(frame));
  switch (node.name) {
    case 'all':
      return (frame, loop) => !some(frame, loop, (inner) => !test(inner));
    case 'none':
      return (frame, loop) => !some(frame, loop, test);
    case 'any':
      return (frame, loop) => some(frame, loop, test);
    case 'one':
      return (frame, loop) => count(frame, loop, test) === 1;
    case 'count':
      return (frame, loop) => BigInt(count(frame, loop, test));
    case 'filter':
      return filterBody(node, test, mapped(compiler, node));
    case 'map':
      return mapBody(node, step);
    case 'find':
      return findBody(node, test, mapped(compiler, node), false);
    case 'findLast':
      return findBody(node, test, mapped(compiler, node), true);
    case 'findIndex':
      return findBody(node, test, (frame) => BigInt(frame.loop.index), false);
    case 'findLastIndex':
      return findBody(node, test, (frame) => BigInt(frame.loop.index), true);
    case 'groupBy':
      return (frame, loop) => group(frame, loop, step);
    default:
      return reduceBody(compiler, node, step);
  }
}

/** What becomes of an element that a filter lets through: itself, unless the optimizer put a `map` in here. */
function mapped(compiler: Compiler, node: BuiltinNode): Code {
  return node.map === undefined ? (frame) => frame.element() : compiler.compile(node.map);
}

function some(frame: Frame, loop: Loop, test: (frame: Frame) => boolean): boolean {
  for (; loop.index < loop.length; loop.index += 1) if (test(frame)) return true;
  return false;
}

function count(frame: Frame, loop: Loop, test: (frame: Frame) => boolean): number {
  let found = 0;
  for (; loop.index < loop.length; loop.index += 1) if (test(frame)) found += 1;
  return found;
}

function filterBody(node: BuiltinNode, test: (frame: Frame) => boolean, value: Code): Body {
  return (frame, loop) => {
    const values = new Operands(frame);
    for (; loop.index < loop.length; loop.index += 1) if (test(frame)) values.push(value(frame));
    frame.at = node.at;
    frame.host.grow(values.count);
    return anyList(values.take());
  };
}

function mapBody(node: BuiltinNode, step: Code): Body {
  return (frame, loop) => {
    const values = new Operands(frame);
    for (; loop.index < loop.length; loop.index += 1) values.push(step(frame));
    frame.at = node.at;
    frame.host.grow(values.count);
    return anyList(values.take());
  };
}

/** The backward loop leaves the outcome of its test whether it goes on behind, once for each round (see Frame.leftovers). */
function findBody(node: BuiltinNode, test: (frame: Frame) => boolean, value: Code, backwards: boolean): Body {
  return (frame, loop) => {
    loop.index = backwards ? loop.length - 1 : 0;
    for (; loop.index >= 0 && loop.index < loop.length; loop.index += backwards ? -1 : 1) {
      if (backwards) frame.leftovers.push(true);
      if (test(frame)) return value(frame);
    }
    if (backwards) frame.leftovers.push(false);
    frame.at = node.at;
    if (node.throws === true) throw new ExprPanic(OUT_OF_RANGE);
    return null;
  };
}

function group(frame: Frame, loop: Loop, step: Code): Value {
  const groups = new Map<string, { readonly key: Value; readonly items: Value[] }>();
  for (; loop.index < loop.length; loop.index += 1) {
    const key = step(frame);
    const text = keyText(key);
    const item = frame.element();
    if (text === undefined) throw unhashable(key);
    const known = groups.get(text);
    if (known === undefined) groups.set(text, { key, items: [item] });
    else known.items.push(item);
  }
  const dict = dictOf(
    GROUPS,
    [...groups.values()].map(({ key, items }) => ({ key, value: anyList(items) })),
  );
  return groups.size === 0 ? { ...dict, isNil: true } : dict;
}

/** Without a first value the first element is it. */
function reduceBody(compiler: Compiler, node: BuiltinNode, step: Code): Body {
  const [, , startNode] = node.args;
  const start = startNode && compiler.compile(startNode);
  return (frame, loop) => {
    if (start !== undefined) {
      loop.acc = start(frame);
    } else {
      loop.acc = frame.element();
      loop.index = 1;
    }
    for (; loop.index < loop.length; loop.index += 1) loop.acc = step(frame);
    return loop.acc;
  };
}
