import { ConditionError, evaluateResult as evaluate } from '../expr/evaluate-result.ts';
import { isNilValue } from '../expr/values/runtime.ts';
import type { Value } from '../expr/values/value.ts';
import type { Reference } from '../api/reference.ts';
import type { Metric } from '../api/shape/analysis.ts';

/** The phase that its conditions give a result; with the error that made it Error. */
export type Judgement =
  | { readonly phase: 'Successful' | 'Failed' | 'Inconclusive'; readonly error?: undefined }
  | { readonly phase: 'Error'; readonly error: string };

/** Judges a result by the conditions of its metric. Source: utils/evaluate/evaluate.go EvaluateResult. */
export function evaluateResult(
  result: Value,
  conditions: Pick<Metric, 'successCondition' | 'failureCondition'>,
  reference: Reference,
): Judgement {
  try {
    return { phase: evaluate(result, conditions) };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    const names = reference.has('condition-errors-name-condition');
    return { phase: 'Error', error: names ? conditionErrorText(error, result) : error.message };
  }
}

/** Source: utils/evaluate/evaluate.go formatEvalError. Example: `could not evaluate successCondition "result[0] > 1": …`. */
function conditionErrorText({ condition, expression, message }: ConditionError, result: Value): string {
  const why = isNilOrEmpty(result)
    ? 'metric result is nil or empty: no data returned from the metric provider'
    : message;
  return `could not evaluate ${condition} "${expression}": ${why}`;
}

/** Source: utils/evaluate/evaluate.go isNilOrEmpty. */
function isNilOrEmpty(result: Value): boolean {
  if (isNilValue(result)) return true;
  return typeof result === 'object' && result !== null && result.tag === 'list' && result.length === 0;
}
