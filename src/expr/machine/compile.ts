import { own } from '../../text/own.ts';
import { ExprPanic } from '../expr-error.ts';
import type { ConditionalNode, LetNode, MemberNode, Node, SliceNode, UnaryNode } from '../syntax/ast.ts';
import { methodOf } from '../time/methods.ts';
import type { Kind } from '../types/types.ts';
import { fit, negate } from '../values/arithmetic.ts';
import { asBool, asString, fetchMember, isNilValue, lengthOf, slice, typeName } from '../values/runtime.ts';
import { toText } from '../values/utf8.ts';
import { anyList, type Value } from '../values/value.ts';
import { stringMap } from '../values/value.ts';
import { compileBinary } from './binary.ts';
import { compileBuiltin, compileCall } from './calls.ts';
import type { Compiler } from './compiler.ts';
import type { Code } from './frame.ts';
import { Operands, operands } from './operands.ts';

/**
 * Turns a tree into functions that are called to run it. Each operation first notes where it stands, as the instruction
 * pointer of the reference's machine does, so that errors are reported there.
 *
 * Source: expr v1.15.5 compiler/compiler.go and vm/vm.go
 */
export function compileTree(node: Node): Code {
  let variables = 0;
  const compilerWith = (scope: ReadonlyMap<string, number>): Compiler => ({
    variable: (name) => scope.get(name),
    compile: (inner) => compileNode(compilerWith(scope), inner),
    declare: (name) => {
      const index = variables;
      variables += 1;
      return { index, inner: compilerWith(new Map([...scope, [name, index]])) };
    },
  });
  return compilerWith(new Map()).compile(node);
}

function constant(value: Value): Code {
  return () => value;
}

function compileNode(compiler: Compiler, node: Node): Code {
  switch (node.kind) {
    case 'nil':
      return constant(null);
    case 'integer':
      return constant(wholeNumber(node.type?.kind ?? 'int', node.value));
    case 'float':
    case 'bool':
    case 'string':
    case 'constant':
      return constant(node.value);
    case 'identifier':
      return compileName(compiler, node.name);
    case 'unary':
      return compileUnary(compiler, node);
    case 'binary':
      return compileBinary(compiler, node);
    case 'chain': {
      const inner = compiler.compile(node.inner);
      return (frame) => {
        const value = inner(frame);
        frame.broken = false;
        return value;
      };
    }
    case 'member':
      return compileMember(compiler, node);
    case 'slice':
      return compileSlice(compiler, node);
    case 'call':
      return compileCall(compiler, node);
    case 'builtin':
      return compileBuiltin(compiler, node);
    case 'closure':
      return compiler.compile(node.body);
    case 'pointer':
      return compilePointer(node);
    case 'conditional':
      return compileConditional(compiler, node);
    case 'let':
      return compileLet(compiler, node);
    case 'array': {
      const items = node.items.map((item) => compiler.compile(item));
      return (frame) => {
        const values = operands(frame, items);
        frame.at = node.at;
        frame.host.grow(values.length);
        return anyList(values);
      };
    }
    case 'map':
      return compileMap(compiler, node);
    case 'pair':
      return compiler.compile(node.value);
  }
}

/** A number that a function is given has the kind that it asks for, but never a named type such as time.Duration. */
function wholeNumber(kind: Kind, value: bigint): Value {
  return kind === 'int' ? value : fit({ kind, text: kind }, value);
}

function compileName(compiler: Compiler, name: string): Code {
  const variable = compiler.variable(name);
  if (variable !== undefined) return (frame) => frame.variables[variable] ?? null;
  if (name === '$env') return (frame) => frame.envMap;
  return (frame) => frame.env.get(name) ?? null;
}

function compileUnary(compiler: Compiler, { operator, operand, at }: UnaryNode): Code {
  const code = compiler.compile(operand);
  if (operator === '+') return code;
  const apply = operator === '-' ? negate : (value: Value): Value => !asBool(value);
  return (frame) => {
    const value = code(frame);
    frame.at = at;
    return apply(value);
  };
}

function compileMember(compiler: Compiler, node: MemberNode): Code {
  const object = compiler.compile(node.object);
  const access = accessOf(compiler, node);
  if (!node.optional) {
    return (frame) => {
      const value = object(frame);
      return frame.broken ? value : access(frame, value);
    };
  }
  return (frame) => {
    const value = object(frame);
    if (frame.broken) return value;
    if (!isNilValue(value)) return access(frame, value);
    frame.broken = true;
    return value;
  };
}

type Access = (frame: Parameters<Code>[0], value: Value) => Value;

function accessOf(compiler: Compiler, node: MemberNode): Access {
  const { at } = node;
  if (node.access !== undefined && node.property.kind === 'string') {
    const name = toText(node.property.value);
    const read = node.access === 'method' ? readMethod : readField;
    return (frame, value) => {
      frame.at = at;
      return read(value, name);
    };
  }
  const property = compiler.compile(node.property);
  return (frame, value) => {
    const height = frame.leftovers.length;
    const key = property(frame);
    frame.at = at;
    if (frame.leftovers.length === height) return fetchOrMethod(value, key);
    const below = frame.leftovers.pop() ?? null;
    frame.leftovers.splice(height, 0, value);
    return fetchOrMethod(below, key);
  };
}

function fetchOrMethod(value: Value, key: Value): Value {
  return (typeof key === 'string' ? methodOf(value, key) : undefined) ?? fetchMember(value, key);
}

function readMethod(value: Value, name: string): Value {
  const method = methodOf(value, name);
  if (method === undefined) throw new ExprPanic(`cannot fetch ${name} from ${typeName(value)}`);
  return method;
}

function readField(value: Value, name: string): Value {
  const fields = typeof value === 'object' && value !== null && value.tag === 'fields' ? value.fields : undefined;
  const field = own(fields, name);
  if (field === undefined) throw new ExprPanic(`cannot get ${name} from ${typeName(value)}`);
  return field;
}

function compileSlice(compiler: Compiler, { object: objectNode, from, to, at }: SliceNode): Code {
  const value = compiler.compile(objectNode);
  const end = to && compiler.compile(to);
  const start = from && compiler.compile(from);
  return (frame) => {
    const stack = new Operands(frame);
    const list = value(frame);
    stack.push(list);
    frame.at = at;
    stack.push(end === undefined ? lengthOf(list) : end(frame));
    stack.push(start === undefined ? 0n : start(frame));
    frame.at = at;
    const [object = null, last = null, first = null] = stack.take();
    return slice(object, first, last);
  };
}

function compilePointer({ name, at }: Extract<Node, { kind: 'pointer' }>): Code {
  if (name === 'index') return (frame) => BigInt(frame.loop.index);
  if (name === 'acc') return (frame) => frame.loop.acc;
  return (frame) => {
    frame.at = at;
    return frame.element();
  };
}

function compileConditional(compiler: Compiler, node: ConditionalNode): Code {
  const condition = compiler.compile(node.condition);
  const whenTrue = compiler.compile(node.whenTrue);
  const whenFalse = compiler.compile(node.whenFalse);
  return (frame) => {
    const value = condition(frame);
    frame.at = node.at;
    return asBool(value) ? whenTrue(frame) : whenFalse(frame);
  };
}

function compileLet(compiler: Compiler, node: LetNode): Code {
  const value = compiler.compile(node.value);
  const { index, inner } = compiler.declare(node.name);
  const body = inner.compile(node.body);
  return (frame) => {
    frame.variables[index] = value(frame);
    return body(frame);
  };
}

function compileMap(compiler: Compiler, node: Extract<Node, { kind: 'map' }>): Code {
  const codes = node.pairs.flatMap(({ key, value }) => [compiler.compile(key), compiler.compile(value)]);
  return (frame) => {
    const values = operands(frame, codes);
    frame.at = node.at;
    frame.host.grow(values.length / 2);
    const entries: (readonly [string, Value])[] = [];
    // The machine fills the map from the last pair on: of equal keys the first remains.
    for (let index = values.length - 2; index >= 0; index -= 2) {
      entries.push([asString(values[index] ?? null), values[index + 1] ?? null]);
    }
    return stringMap(entries);
  };
}
