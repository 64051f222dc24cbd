import { conditionEnvironment, typesOf } from './environment.ts';
import { ExprError } from './expr-error.ts';
import { compile } from './program.ts';
import { NOWHERE } from './syntax/location.ts';
import { typeName } from './values/runtime.ts';
import type { Value } from './values/value.ts';

/**
 * Whether a measurement fulfils a condition. Throws an ExprError with the text that ends up in the measurement's message.
 * `result >= 0.95` on 0.97 is true; on a list of numbers it is an error, though nothing was compared yet.
 *
 * Source: utils/evaluate/evaluate.go EvalCondition
 */
export function evalCondition(result: Value, condition: string, nowNanos?: bigint): boolean {
  const env = conditionEnvironment(result);
  const value = compile(condition, typesOf(env)).run(env, nowNanos);
  if (typeof value === 'boolean') return value;
  throw new ExprError('runtime', `expected bool, but got ${typeName(value)}`, NOWHERE);
}
