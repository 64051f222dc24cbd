import { evaluateResult as evaluate } from '../expr/evaluate-result.ts';
import { ExprError } from '../expr/expr-error.ts';
import type { Value } from '../expr/values/value.ts';
import type { Metric } from '../api/shape/analysis.ts';

/** The phase that its conditions give a result; with the error that made it Error. */
export type Judgement =
  | { readonly phase: 'Successful' | 'Failed' | 'Inconclusive'; readonly error?: undefined }
  | { readonly phase: 'Error'; readonly error: string };

/** Judges a result by the conditions of its metric. Source: utils/evaluate/evaluate.go EvaluateResult. */
export function evaluateResult(
  result: Value,
  conditions: Pick<Metric, 'successCondition' | 'failureCondition'>,
): Judgement {
  try {
    return { phase: evaluate(result, conditions) };
  } catch (error) {
    if (error instanceof ExprError) return { phase: 'Error', error: error.message };
    throw error;
  }
}
