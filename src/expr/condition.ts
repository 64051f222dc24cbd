import { conditionEnvironment, typesOf } from './environment.ts';
import { ExprError } from './expr-error.ts';
import { compile, type Program } from './program.ts';
import { NOWHERE } from './syntax/location.ts';
import { typeText } from './types/types.ts';
import { typeName } from './values/runtime.ts';
import { typeOf, type Value } from './values/value.ts';

/** A metric is measured again and again: its condition is compiled for the type of the first result, and kept. */
const programs = new Map<string, Program>();
const MOST_PROGRAMS = 500;

function programFor(condition: string, env: ReadonlyMap<string, Value>): Program {
  const key = `${typeText(typeOf(env.get('result') ?? null))} ${condition}`;
  let program = programs.get(key);
  if (program === undefined) {
    if (programs.size >= MOST_PROGRAMS) programs.clear();
    programs.set(key, (program = compile(condition, typesOf(env))));
  }
  return program;
}

/**
 * Whether a measurement fulfils a condition. Throws an ExprError with the text that ends up in the measurement's message.
 * `result >= 0.95` on 0.97 is true; on a list of numbers it is an error, though nothing was compared yet.
 *
 * Source: utils/evaluate/evaluate.go EvalCondition
 */
export function evalCondition(result: Value, condition: string, nowNanos?: bigint): boolean {
  const env = conditionEnvironment(result);
  const value = programFor(condition, env).run(env, nowNanos);
  if (typeof value === 'boolean') return value;
  throw new ExprError('runtime', `expected bool, but got ${typeName(value)}`, NOWHERE);
}
