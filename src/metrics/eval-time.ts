import { CONDITION_FUNCTIONS, typesOf } from '../expr/environment.ts';
import { ExprError } from '../expr/expr-error.ts';
import { compile } from '../expr/program.ts';
import { typeName } from '../expr/values/runtime.ts';
import type { Value } from '../expr/values/value.ts';

export type TimeResult =
  { readonly ms: number; readonly error?: undefined } | { readonly error: string; readonly ms?: undefined };

const NAMES = ['isNaN', 'isInf'];
const ENVIRONMENT: ReadonlyMap<string, Value> = new Map(
  [...CONDITION_FUNCTIONS].filter(([name]) => NAMES.includes(name)),
);

/**
 * The time that an expression such as `now() - duration("5m")` gives, in epoch milliseconds.
 * Source: utils/evaluate/evaluate.go EvalTime.
 */
export function evalTimeMs(expression: string, nowMs: number): TimeResult {
  try {
    const value = compile(expression, typesOf(ENVIRONMENT)).run(ENVIRONMENT, BigInt(nowMs) * 1_000_000n);
    if (typeof value === 'object' && value !== null && value.tag === 'time') {
      return { ms: Number(value.nanos / 1_000_000n) };
    }
    return { error: `expected time.Time, but got ${typeName(value)}` };
  } catch (error) {
    if (error instanceof ExprError) return { error: error.message };
    throw error;
  }
}
