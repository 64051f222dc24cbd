import { ExprPanic } from '../expr-error.ts';
import { compileRegexp, type Regexp, RegexpError } from '../regexp.ts';
import type { BinaryNode, Node } from '../syntax/ast.ts';
import { add, compare, divide, modulo, multiply, power, subtract } from '../values/arithmetic.ts';
import { equal } from '../values/equality.ts';
import { asBool, asString, conversionPanic, isIn, isNilValue, toInt, wrapInt } from '../values/runtime.ts';
import { toText } from '../values/utf8.ts';
import { rangeOf, type Value } from '../values/value.ts';
import type { Compiler } from './compiler.ts';
import type { Code, Frame } from './frame.ts';

/** What an operator does with the values of both sides. */
type Operation = (a: Value, b: Value, frame: Frame) => Value;

function addValues(a: Value, b: Value, frame: Frame): Value {
  if (typeof a === 'string' && typeof b === 'string') frame.host.growText(a.length + b.length);
  return add(a, b);
}

function onTexts(test: (a: string, b: string) => boolean): Operation {
  return (a, b, frame) => {
    const text = asString(a);
    const part = asString(b);
    frame.host.spend(1 + text.length / 16);
    return test(text, part);
  };
}

/** Source: expr v1.15.5 vm/vm.go OpRange */
function range(a: Value, b: Value, frame: Frame): Value {
  const from = toInt(a);
  const size = wrapInt(toInt(b) - from + 1n);
  const length = size <= 0n ? 0 : Number(size);
  frame.host.grow(length);
  return rangeOf(from, length);
}

function contained(a: Value, b: Value, frame: Frame): boolean {
  return isIn(a, b, (x, y) => {
    frame.host.spend(1);
    return equal(x, y, frame.host.spend);
  });
}

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['!=', (a, b, frame) => !equal(a, b, frame.host.spend)],
  ['<', (a, b) => compare('<', a, b)],
  ['>', (a, b) => compare('>', a, b)],
  ['<=', (a, b) => compare('<=', a, b)],
  ['>=', (a, b) => compare('>=', a, b)],
  ['+', addValues],
  ['-', subtract],
  ['*', multiply],
  ['/', divide],
  ['%', modulo],
  ['**', power],
  ['^', power],
  ['in', contained],
  ['contains', onTexts((text, part) => text.includes(part))],
  ['startsWith', onTexts((text, part) => text.startsWith(part))],
  ['endsWith', onTexts((text, part) => text.endsWith(part))],
  ['..', range],
]);

export function compileBinary(compiler: Compiler, node: BinaryNode): Code {
  const left = compiler.compile(node.left);
  const right = compiler.compile(node.right);
  switch (node.operator) {
    case 'or':
    case '||':
      return shortCircuit(node, left, right, true);
    case 'and':
    case '&&':
      return shortCircuit(node, left, right, false);
    case '??':
      return (frame) => {
        const value = left(frame);
        return isNilValue(value) ? right(frame) : value;
      };
    case 'matches':
      return compileMatches(node, left, right);
    case '==':
      return binary(node, left, right, equality(node));
    default:
      return binary(node, left, right, OPERATIONS.get(node.operator) ?? (() => null));
  }
}

function binary({ at }: BinaryNode, left: Code, right: Code, operation: Operation): Code {
  return (frame) => {
    const a = left(frame);
    const height = frame.leftovers.length;
    const b = right(frame);
    frame.at = at;
    if (frame.leftovers.length === height) return operation(a, b, frame);
    const below = frame.leftovers.pop() ?? null;
    frame.leftovers.splice(height, 0, a);
    return operation(below, b, frame);
  };
}

function shortCircuit({ at }: BinaryNode, left: Code, right: Code, decisive: boolean): Code {
  return (frame) => {
    const value = left(frame);
    frame.at = at;
    return asBool(value) === decisive ? value : right(frame);
  };
}

function isSimply(node: Node, kind: 'int' | 'string'): boolean {
  return node.type?.kind === kind && node.type.named !== true;
}

/** Two ints, or two texts, as the checker saw it, are compared as such: anything else is an error then. */
function equality(node: BinaryNode): Operation {
  if (isSimply(node.left, 'int') && isSimply(node.right, 'int')) return (a, b) => asInt(a) === asInt(b);
  if (isSimply(node.left, 'string') && isSimply(node.right, 'string')) return (a, b) => asString(a) === asString(b);
  return (a, b, frame) => equal(a, b, frame.host.spend);
}

function asInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  throw conversionPanic(value, 'int');
}

/** A pattern that is not a literal is compiled when the machine reaches it. */
function compileMatches(node: BinaryNode, left: Code, right: Code): Code {
  if (node.knownPattern === true && node.right.kind === 'string') {
    const regexp = compilePattern(toText(node.right.value));
    return (frame) => {
      const text = left(frame);
      frame.at = node.at;
      return matches(regexp, toText(asString(text)), frame);
    };
  }
  let last: { readonly pattern: string; readonly regexp: Regexp } | undefined;
  return binary(node, left, right, (a, b, frame) => {
    const pattern = asString(b);
    const text = asString(a);
    if (last?.pattern !== pattern) {
      frame.host.spend(pattern.length * 10);
      last = { pattern, regexp: compilePattern(toText(pattern)) };
    }
    return matches(last.regexp, toText(text), frame);
  });
}

function compilePattern(pattern: string): Regexp {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    if (error instanceof RegexpError) throw new ExprPanic(error.message);
    throw error;
  }
}

/** A match looks at each instruction of the pattern for each character at most; most are done with far fewer steps. */
function matches(regexp: Regexp, text: string, frame: Frame): boolean {
  frame.host.spend(regexp.size + (text.length * regexp.size) / 4);
  return regexp.test(text);
}
