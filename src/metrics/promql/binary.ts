import { NO_LABELS } from '../series/labels.ts';
import { type Binary, isComparison, isSetOperator, typeOf } from './ast.ts';
import type { Evaluation, Matrix, Sample } from './evaluation.ts';
import { perStep, perStepMatched } from './per-step.ts';
import { elementOutcome, matchedOperation, ResultLabels, setOperation, signatureOf } from './vector-matching.ts';

/** Source: promql/engine.go eval (BinaryExpr). */
export function evaluateBinary(binary: Binary, evaluation: Evaluation): Matrix {
  const left = evaluation.evaluate(binary.left, evaluation);
  const right = evaluation.evaluate(binary.right, evaluation);
  const [leftType, rightType] = [typeOf(binary.left), typeOf(binary.right)];
  if (leftType === 'vector' && rightType === 'vector') return vectors(binary, left, right, evaluation);
  return perStep(evaluation, [left, right], (_stepMs, [leftVector = [], rightVector = []]) => {
    if (leftType === 'scalar' && rightType === 'scalar') {
      return [{ labels: NO_LABELS, value: scalars(binary, leftVector[0]?.value ?? NaN, rightVector[0]?.value ?? NaN) }];
    }
    return leftType === 'scalar'
      ? withScalar(binary, rightVector, leftVector[0]?.value ?? NaN, true, evaluation)
      : withScalar(binary, leftVector, rightVector[0]?.value ?? NaN, false, evaluation);
  });
}

function scalars({ operator }: Binary, left: number, right: number): number {
  const { value, keep } = elementOutcome(operator, left, right);
  return isComparison(operator) ? Number(keep) : value;
}

/** Source: promql/engine.go VectorscalarBinop: a comparison keeps the vector's value on either side. */
function withScalar(
  { operator, bool, position }: Binary,
  vector: readonly Sample[],
  scalar: number,
  scalarIsLeft: boolean,
  { annotations }: Evaluation,
): readonly Sample[] {
  if (operator === '</' || operator === '>/') {
    if (vector.length > 0) annotations.incompatibleTypes(operator, position);
    return [];
  }
  const comparison = isComparison(operator);
  return vector.flatMap((sample) => {
    const [left, right] = scalarIsLeft ? [scalar, sample.value] : [sample.value, scalar];
    const { value, keep } = elementOutcome(operator, left, right);
    if (bool) return [{ labels: sample.labels.withoutName(), value: keep ? 1 : 0 }];
    if (!keep) return [];
    return [comparison ? sample : { labels: sample.labels.withoutName(), value }];
  });
}

function vectors(binary: Binary, left: Matrix, right: Matrix, evaluation: Evaluation): Matrix {
  const { operator, matching } = binary;
  const signature = signatureOf(matching);
  if (isSetOperator(operator)) {
    return perStepMatched(evaluation, left, right, signature, (a, b) => setOperation(operator, a, b));
  }
  const results = new ResultLabels(binary);
  const { annotations } = evaluation;
  return perStepMatched(evaluation, left, right, signature, (a, b) =>
    matchedOperation(binary, results, annotations, a, b),
  );
}
