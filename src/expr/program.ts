import { check } from './checker/check.ts';
import { ExprError, ExprPanic } from './expr-error.ts';
import { compileTree } from './machine/compile.ts';
import { type Code, Frame } from './machine/frame.ts';
import { Host } from './machine/host.ts';
import { optimize } from './optimizer/optimize.ts';
import type { Node } from './syntax/ast.ts';
import { NOWHERE } from './syntax/location.ts';
import { parse } from './syntax/parser.ts';
import type { MaybeType } from './types/types.ts';
import type { Value } from './values/value.ts';

/** 2026-01-01T00:00:00Z, when a run begins unless its scenario says otherwise. */
const DEFAULT_NOW_NANOS = 1_767_225_600_000_000_000n;

/** An expression that can be run any number of times, over environments with names of the types it was checked for. */
export interface Program {
  /** The tree as it was written. */
  readonly tree: Node;
  /** The Go type of the result, as far as it is known before a run. */
  readonly type: MaybeType;
  /** Throws an ExprError. `nowNanos` is the time of `now()`, in nanoseconds since 1970. */
  run(env: ReadonlyMap<string, Value>, nowNanos?: bigint): Value;
}

/**
 * Reads, checks and compiles an expression. The types of the environment's names are needed for it: a list where a number
 * is asked for is an error before the first run.
 *
 * Source: expr v1.15.5 expr.go Compile
 */
export function compile(text: string, types: ReadonlyMap<string, MaybeType>): Program {
  return compileParsed(parse(text), types);
}

export function compileParsed(tree: Node, types: ReadonlyMap<string, MaybeType>): Program {
  const checked = check(tree, types);
  const optimized = optimize(checked.node);
  const code = guarded(() => compileTree(optimized));
  return {
    tree,
    type: checked.type,
    run: (env, nowNanos = DEFAULT_NOW_NANOS) => run(code, env, nowNanos),
  };
}

function guarded(make: () => Code): Code {
  try {
    return make();
  } catch (error) {
    if (error instanceof ExprPanic) throw new ExprError('compile', error.message, NOWHERE);
    throw error;
  }
}

/** Source: expr v1.15.5 vm/vm.go Run */
function run(code: Code, env: ReadonlyMap<string, Value>, nowNanos: bigint): Value {
  const frame = new Frame(env, new Host(nowNanos));
  try {
    return code(frame);
  } catch (error) {
    if (error instanceof ExprPanic) throw new ExprError('runtime', error.message, frame.at);
    throw error;
  }
}
