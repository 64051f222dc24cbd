import { evalCondition } from './condition.ts';
import type { Value } from './values/value.ts';

/** When a measurement counts as a success, and when as a failure. The empty text is no condition; a blank is one. */
export interface ResultConditions {
  readonly successCondition?: string | undefined;
  readonly failureCondition?: string | undefined;
}

export type ResultPhase = 'Successful' | 'Failed' | 'Inconclusive';

/**
 * What a measurement means: without a failure condition everything else than success is a failure, and the other way round;
 * with both, what is neither is inconclusive and what is both has failed. NaN makes every comparison false, so a failure
 * condition alone calls it Successful. Throws an ExprError, which makes the measurement an Error.
 *
 * Source: utils/evaluate/evaluate.go EvaluateResult
 */
export function evaluateResult(result: Value, conditions: ResultConditions, nowNanos?: bigint): ResultPhase {
  const holds = (condition: string | undefined): boolean | undefined =>
    condition === undefined || condition === '' ? undefined : evalCondition(result, condition, nowNanos);
  const succeeded = holds(conditions.successCondition);
  const failed = holds(conditions.failureCondition);
  if (succeeded === undefined && failed === undefined) return 'Successful';
  if (failed ?? succeeded === false) return 'Failed';
  return (succeeded ?? failed === false) ? 'Successful' : 'Inconclusive';
}
