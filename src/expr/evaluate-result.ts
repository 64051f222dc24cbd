import { evalCondition } from './condition.ts';
import { ExprError } from './expr-error.ts';
import type { Value } from './values/value.ts';

/** When a measurement counts as a success, and when as a failure. The empty text is no condition; a blank is one. */
export interface ResultConditions {
  readonly successCondition?: string | undefined;
  readonly failureCondition?: string | undefined;
}

/** A condition that cannot be evaluated, with the message of the language. */
export class ConditionError extends ExprError {
  readonly condition: keyof ResultConditions;
  readonly expression: string;

  constructor(condition: keyof ResultConditions, expression: string, { phase, message, at, expected }: ExprError) {
    super(phase, message, at, expected);
    this.condition = condition;
    this.expression = expression;
  }
}

export type ResultPhase = 'Successful' | 'Failed' | 'Inconclusive';

/**
 * What a measurement means: without a failure condition everything else than success is a failure, and the other way round;
 * with both, what is neither is inconclusive and what is both has failed. NaN makes every comparison false, so a failure
 * condition alone calls it Successful. Throws a ConditionError, which makes the measurement an Error.
 *
 * Source: utils/evaluate/evaluate.go EvaluateResult
 */
export function evaluateResult(result: Value, conditions: ResultConditions, nowNanos?: bigint): ResultPhase {
  const holds = (condition: keyof ResultConditions): boolean | undefined => {
    const expression = conditions[condition] ?? '';
    if (expression === '') return undefined;
    try {
      return evalCondition(result, expression, nowNanos);
    } catch (error) {
      throw error instanceof ExprError ? new ConditionError(condition, expression, error) : error;
    }
  };
  const succeeded = holds('successCondition');
  const failed = holds('failureCondition');
  if (succeeded === undefined && failed === undefined) return 'Successful';
  if (failed ?? succeeded === false) return 'Failed';
  return (succeeded ?? failed === false) ? 'Successful' : 'Inconclusive';
}
