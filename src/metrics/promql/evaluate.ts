import { NO_LABELS } from '../series/labels.ts';
import { evaluateAggregate } from './aggregate.ts';
import { type Expr, typeOf, type Unary } from './ast.ts';
import { evaluateBinary } from './binary.ts';
import { evaluateCall } from './call.ts';
import { type Evaluation, type Matrix, mergeSameLabels, stepsOf } from './evaluation.ts';
import { runSubquery, selectMatrix, selectVector } from './select.ts';
import { isStepInvariant } from './step-invariant.ts';

/** An expression at every step of an evaluation. Source: promql/engine.go eval. */
export function evaluate(expr: Expr, evaluation: Evaluation): Matrix {
  if (evaluation.endMs < evaluation.startMs) return [];
  const severalSteps = evaluation.startMs + evaluation.intervalMs <= evaluation.endMs;
  return severalSteps && isStepInvariant(expr) && typeOf(expr) !== 'matrix'
    ? repeated(evaluateSteps(expr, { ...evaluation, endMs: evaluation.startMs }), evaluation)
    : evaluateSteps(expr, evaluation);
}

/** What is the same at every step, evaluated at the first. Source: promql/engine.go eval (StepInvariantExpr). */
function repeated(matrix: Matrix, evaluation: Evaluation): Matrix {
  const steps = stepsOf(evaluation);
  return matrix.map(({ labels, values: [value = NaN] }) => ({
    labels,
    times: [...steps],
    values: steps.map(() => value),
  }));
}

function evaluateSteps(expr: Expr, evaluation: Evaluation): Matrix {
  switch (expr.kind) {
    case 'number': {
      const times = stepsOf(evaluation);
      return [{ labels: NO_LABELS, times: [...times], values: times.map(() => expr.value) }];
    }
    case 'string':
      // Functions read texts from the expression itself.
      return [];
    case 'paren':
      return evaluate(expr.expr, evaluation);
    case 'unary':
      return evaluateUnary(expr, evaluation);
    case 'vector-selector':
      return selectVector(expr, evaluation);
    case 'matrix-selector':
      return selectMatrix(expr, evaluation);
    case 'subquery':
      return runSubquery(expr, evaluation);
    case 'call':
      return evaluateCall(expr, evaluation);
    case 'aggregate':
      return evaluateAggregate(expr, evaluation);
    case 'binary':
      return evaluateBinary(expr, evaluation);
  }
}

function evaluateUnary({ operator, expr }: Unary, evaluation: Evaluation): Matrix {
  const matrix = evaluate(expr, evaluation);
  if (operator === '+') return matrix;
  return mergeSameLabels(
    matrix.map(({ labels, times, values }) => ({
      labels: labels.withoutName(),
      times,
      values: values.map((value) => -value),
    })),
  );
}
