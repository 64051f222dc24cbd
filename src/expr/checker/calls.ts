import { signaturesOf, validatorOf } from '../builtins/signatures.ts';
import { ExprError } from '../expr-error.ts';
import type { BuiltinNode, CallNode, Node } from '../syntax/ast.ts';
import {
  ANY,
  BUILTIN_FUNC,
  FLOAT64,
  type GoType,
  isAny,
  isAssignable,
  isFloat,
  isFunc,
  isInteger,
  type Signature,
} from '../types/types.ts';
import { isDirectlyCalled } from '../types/direct-calls.ts';
import { toText } from '../values/utf8.ts';
import { type Checked, type Context, type Scope, typed, wrong } from './context.ts';
import { checkMember } from './members.ts';

/** Source: expr v1.15.5 checker/checker.go CallNode */
export function checkCall(context: Context, node: CallNode, scope: Scope): Checked {
  const callee =
    node.callee.kind === 'member' ? checkMember(context, node.callee, scope, true) : context.check(node.callee, scope);
  if (callee.builtin !== undefined) {
    const { args, type } = checkBuiltinArguments(context, callee.builtin, node, node.args, scope);
    return typed({ ...node, callee: callee.node, args, builtin: callee.builtin }, type);
  }
  const name = nameOf(node.callee);
  if (callee.type === undefined) throw wrong(node, `${name} is nil; cannot call nil as function`);
  if (isAny(callee.type)) return typed({ ...node, callee: callee.node }, ANY);
  if (!isFunc(callee.type) || callee.type.signature === undefined) {
    throw wrong(node, `${callee.type.text} is not callable`);
  }
  const { signature } = callee.type;
  const result = checkArguments(name, signature, new LazyArguments(context, node.args, scope), node);
  if (result instanceof ExprError) throw result;
  const direct = isDirectlyCalled(signature);
  return typed({ ...node, callee: callee.node, args: result.args, direct }, result.type);
}

function nameOf(callee: Node): string {
  if (callee.kind === 'identifier') return callee.name;
  if (callee.kind === 'member' && callee.property.kind === 'string') return toText(callee.property.value);
  return 'function';
}

/** Arguments are checked when a signature first asks for them, and once only, however many signatures there are. */
class LazyArguments {
  readonly #context: Context;
  readonly #nodes: readonly Node[];
  readonly #scope: Scope;
  readonly #checked: Checked[] = [];

  constructor(context: Context, nodes: readonly Node[], scope: Scope) {
    this.#context = context;
    this.#nodes = nodes;
    this.#scope = scope;
  }

  get length(): number {
    return this.#nodes.length;
  }

  at(index: number): Checked {
    const known = this.#checked[index];
    if (known !== undefined) return known;
    const node = this.#nodes[index];
    if (node === undefined) throw new RangeError('no such argument');
    const checked = this.#context.check(node, this.#scope);
    this.#checked[index] = checked;
    return checked;
  }

  all(): readonly Checked[] {
    return this.#nodes.map((_, index) => this.at(index));
  }
}

/** Arguments that fit, and the type of the result. */
interface Fitting {
  readonly args: readonly Node[];
  readonly type: GoType;
}

/** Source: expr v1.15.5 checker/checker.go checkFunction */
export function checkBuiltinArguments(
  context: Context,
  name: string,
  node: CallNode | BuiltinNode,
  args: readonly Node[],
  scope: Scope,
): { readonly args: readonly Node[]; readonly type: GoType | undefined } {
  const lazy = new LazyArguments(context, args, scope);
  const validate = validatorOf(name);
  if (validate !== undefined) {
    const checked = lazy.all();
    const result = validate(checked.map(({ type }) => type));
    if (typeof result === 'string') throw wrong(node, result);
    return { args: checked.map((arg) => arg.node), type: result.type };
  }
  let failure: ExprError | undefined;
  for (const signature of signaturesOf(name) ?? [BUILTIN_FUNC]) {
    if (signature.signature === undefined) continue;
    const result = checkArguments(name, signature.signature, lazy, node);
    if (!(result instanceof ExprError)) return result;
    failure = result;
  }
  throw failure ?? wrong(node, `no matching overload for ${name}`);
}

/** Source: expr v1.15.5 checker/checker.go checkArguments */
function checkArguments(name: string, signature: Signature, args: LazyArguments, node: Node): Fitting | ExprError {
  const { parameters, variadic, results } = signature;
  if (results[0] === undefined) return wrong(node, `func ${name} doesn't return value`);
  if (results.length > 2) return wrong(node, `func ${name} returns more then two values`);
  if (args.length < parameters.length - (variadic ? 1 : 0)) return wrong(node, `not enough arguments to call ${name}`);
  if (!variadic && args.length > parameters.length) return wrong(node, `too many arguments to call ${name}`);
  const fitted: Node[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args.at(index);
    const last = parameters.length - 1;
    const wanted = variadic && index >= last ? parameters[last]?.elem : parameters[index];
    if (wanted === undefined) continue;
    const node = fitArgument(name, arg, wanted);
    if (node instanceof ExprError) return node;
    fitted.push(node);
  }
  return { args: fitted, type: results[0] };
}

/** Whole numbers that are written out become floats where a float is asked for; other whole numbers are left as they are. */
function fitArgument(name: string, arg: Checked, wanted: GoType): Node | ExprError {
  const { type, node } = arg;
  if (isFloat(wanted) && isInteger(type)) return withFloats(node);
  if (isInteger(wanted) && isInteger(type) && type?.kind !== wanted.kind) return withIntegers(node, wanted);
  if (type === undefined || isAny(type) || isAssignable(type, wanted)) return node;
  return wrong(node, `cannot use ${type.text} as argument (type ${wanted.text}) to call ${name} `);
}

const NO_PLACE = { line: 0, column: 0 };

/** Source: expr v1.15.5 checker/checker.go traverseAndReplaceIntegerNodesWithFloatNodes */
function withFloats(node: Node): Node {
  if (node.kind === 'integer') {
    return { kind: 'float', value: Number(node.value), type: FLOAT64, at: { ...node.at, ...NO_PLACE } };
  }
  if (node.kind === 'unary') return { ...node, operand: withFloats(node.operand) };
  if (node.kind === 'binary' && ['+', '-', '*'].includes(node.operator)) {
    return { ...node, left: withFloats(node.left), right: withFloats(node.right) };
  }
  return node;
}

/** Source: expr v1.15.5 checker/checker.go traverseAndReplaceIntegerNodesWithIntegerNodes */
function withIntegers(node: Node, type: GoType): Node {
  if (node.kind === 'integer') return { ...node, type };
  if (node.kind === 'unary') return { ...node, operand: withIntegers(node.operand, type) };
  if (node.kind === 'binary' && ['+', '-', '*'].includes(node.operator)) {
    return { ...node, left: withIntegers(node.left, type), right: withIntegers(node.right, type) };
  }
  return node;
}
