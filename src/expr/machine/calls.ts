import { builtinFunction, FAST_BUILTINS } from '../builtins/functions.ts';
import { PREDICATES } from '../builtins/names.ts';
import { ExprPanic } from '../expr-error.ts';
import type { BuiltinNode, CallNode } from '../syntax/ast.ts';
import { isAny, isAssignable, type GoType } from '../types/types.ts';
import { conversionPanic, reflectPanic } from '../values/runtime.ts';
import { type Func, typeOf, type Value } from '../values/value.ts';
import type { Compiler } from './compiler.ts';
import type { Code, Frame } from './frame.ts';
import { Operands, operands } from './operands.ts';
import { compilePredicate } from './predicates.ts';

export function compileBuiltin(compiler: Compiler, node: BuiltinNode): Code {
  if (PREDICATES.has(node.name)) return compilePredicate(compiler, node);
  const call = builtinFunction(node.name);
  if (call === undefined) throw new ExprPanic(`unknown builtin ${node.name}`);
  const args = node.args.map((arg) => compiler.compile(arg));
  return (frame) => {
    const values = operands(frame, args);
    frame.at = node.at;
    return call(values, frame.host);
  };
}

/** Arguments come before the function itself, as on the stack of the reference's machine. */
export function compileCall(compiler: Compiler, node: CallNode): Code {
  const args = node.args.map((arg) => compiler.compile(arg));
  if (node.builtin !== undefined) return callBuiltinValue(node, node.builtin, args);
  const callee = compiler.compile(node.callee);
  const call = node.direct === true ? callDirectly : callByReflection;
  return (frame) => {
    const stack = new Operands(frame);
    for (const arg of args) stack.push(arg(frame));
    const func = callee(frame);
    if (frame.broken) {
      stack.abandon();
      return func;
    }
    frame.at = node.at;
    return call(func, stack.take());
  };
}

/** `$env.trim(x)`: builtins that only the machine itself can carry out have no function behind them there. */
function callBuiltinValue(node: CallNode, name: string, args: readonly Code[]): Code {
  const call = FAST_BUILTINS.has(name) ? undefined : builtinFunction(name);
  return (frame: Frame) => {
    const values = operands(frame, args);
    frame.at = node.at;
    if (call === undefined) throw new ExprPanic('runtime error: invalid memory address or nil pointer dereference');
    return call(values, frame.host);
  };
}

function isFunc(value: Value): value is Func {
  return typeof value === 'object' && value !== null && value.tag === 'func';
}

function fits(value: Value, parameter: GoType): boolean {
  const type = typeOf(value);
  return isAny(parameter) || (type !== undefined && isAssignable(type, parameter));
}

/** Source: expr v1.15.5 vm/generated.go call: the last argument is looked at first */
function callDirectly(func: Value, args: readonly Value[]): Value {
  if (!isFunc(func)) throw conversionPanic(func, 'func');
  const parameters = func.type.signature?.parameters ?? [];
  for (let index = args.length - 1; index >= 0; index -= 1) {
    const value = args[index] ?? null;
    const parameter = parameters[index];
    if (parameter !== undefined && !fits(value, parameter)) throw conversionPanic(value, parameter.text);
  }
  return func.call(args);
}

/** Source: expr v1.15.5 vm/vm.go OpCall and Go package reflect, Value.Call */
function callByReflection(func: Value, args: readonly Value[]): Value {
  if (!isFunc(func)) throw reflectPanic('Call', func);
  const parameters = func.type.signature?.parameters ?? [];
  if (args.length < parameters.length) throw new ExprPanic('reflect: Call with too few input arguments');
  if (args.length > parameters.length) throw new ExprPanic('reflect: Call with too many input arguments');
  for (const [index, parameter] of parameters.entries()) {
    const value = args[index] ?? null;
    if (fits(value, parameter)) continue;
    throw new ExprPanic(`reflect: Call using ${typeOf(value)?.text ?? 'interface {}'} as type ${parameter.text}`);
  }
  return func.call(args);
}
