import { own } from '../../text/own.ts';
import { METRIC_NAME } from '../series/labels.ts';
import { type Call, type Expr, type MatrixSelector, type Subquery, unwrapped } from './ast.ts';
import { PromQLExecutionError } from './errors.ts';
import { type Evaluation, type Matrix, type Points, refuseSameLabels, stepsOf } from './evaluation.ts';
import { HISTOGRAM_FUNCTIONS } from './histogram-functions.ts';
import { labelJoin, labelReplace } from './label-functions.ts';
import { MATH_FUNCTIONS } from './math-functions.ts';
import { OVER_TIME_FUNCTIONS } from './over-time.ts';
import { perStep, scalarValues } from './per-step.ts';
import { isInvalidQuantile } from './quantile.ts';
import { RATE_FUNCTIONS } from './rates.ts';
import { selectVector, windowsOfSelector, windowsOfSubquery } from './select.ts';
import { isStepInvariant } from './step-invariant.ts';
import { TIME_FUNCTIONS } from './time-functions.ts';
import { labelsOfAbsent, VECTOR_FUNCTIONS } from './vector-functions.ts';

const OF_VECTORS = { ...VECTOR_FUNCTIONS, ...MATH_FUNCTIONS, ...TIME_FUNCTIONS, ...HISTOGRAM_FUNCTIONS };
const OF_RANGES = { ...RATE_FUNCTIONS, ...OVER_TIME_FUNCTIONS };

/** Source: promql/engine.go eval (Call). */
export function evaluateCall(call: Call, evaluation: Evaluation): Matrix {
  const args = call.args.map(unwrapped);
  const { name } = call.fn;
  if (name === 'label_replace') return labelReplace(call, evaluation);
  if (name === 'label_join') return labelJoin(call, evaluation);
  const range = args.find((arg) => arg.kind === 'matrix-selector' || arg.kind === 'subquery');
  if (range?.kind === 'matrix-selector' || range?.kind === 'subquery') {
    // Where only a subquery is fixed by @ but not the call around it, the reference no longer knows it for one and answers nothing.
    if (range.kind === 'subquery' && range.at !== undefined && !isStepInvariant(call)) return [];
    return overRange(call, args, range, evaluation);
  }
  const [first] = args;
  if (name === 'timestamp' && first?.kind === 'vector-selector') {
    // Where @ fixes the time the reference forgets an offset into the future here.
    const selector = first.at === undefined ? first : { ...first, offsetMs: Math.max(0, first.offsetMs) };
    const times = selectVector(selector, evaluation, true);
    return refuseSameLabels(times.map((series) => ({ ...series, labels: series.labels.withoutName() })));
  }
  const atOneStep = evaluation.startMs === evaluation.endMs || isStepInvariant(call);
  if ((name === 'sort' || name === 'sort_desc') && !atOneStep) {
    evaluation.annotations.sortInRangeQuery(call.position);
  }
  const compute = own(OF_VECTORS, name);
  if (compute === undefined) throw new PromQLExecutionError(`function "${name}" is not modelled`);
  const { annotations } = evaluation;
  const inputs = args.map((arg) => evaluation.evaluate(arg, evaluation));
  let forced = 0;
  const matrix = perStep(evaluation, inputs, (stepMs, vectors) => {
    const vector = [...compute({ args, vectors, stepMs, annotations })];
    forced = forcedSamples(forced, annotations.takeForced());
    return vector;
  });
  annotations.addForcedSamples(forced);
  return matrix;
}

/**
 * How many samples the remark on monotonicity speaks of after another step. Once there are any, the reference adds the sum to itself at every step: one
 * sample at each of three steps makes 1, 4, 10. Source: promql/engine.go eval (Call) and rangeEval, which both merge remarks.
 */
function forcedSamples(before: number, atStep: number): number {
  return (before + atStep) * (before > 0 ? 2 : 1);
}

/** Functions that act like an offset: the name stays true. */
const KEEP_NAME: ReadonlySet<string> = new Set(['last_over_time', 'first_over_time']);

function overRange(
  call: Call,
  args: readonly Expr[],
  range: MatrixSelector | Subquery,
  evaluation: Evaluation,
): Matrix {
  const { name } = call.fn;
  const compute = own(OF_RANGES, name);
  if (compute === undefined) throw new PromQLExecutionError(`function "${name}" is not modelled`);
  const seriesWindows =
    range.kind === 'subquery' ? windowsOfSubquery(range, evaluation) : windowsOfSelector(range, evaluation);
  const scalars = args.filter((arg) => arg !== range).map((arg) => scalarValues(evaluation.evaluate(arg, evaluation)));
  const matrix: Points[] = [];
  for (const { labels, windows } of seriesWindows) {
    const points: Points = { labels: KEEP_NAME.has(name) ? labels : labels.withoutName(), times: [], values: [] };
    for (const window of windows) {
      const step = (window.stepMs - evaluation.startMs) / evaluation.intervalMs;
      const parameters = scalars.map((values) => values[step] ?? NaN);
      if (name === 'quantile_over_time') warnOfQuantile(args[0], parameters[0] ?? NaN, evaluation);
      const value = compute(window, parameters);
      if (value === undefined) continue;
      points.times.push(window.stepMs);
      points.values.push(value);
    }
    if (points.times.length === 0) continue;
    matrix.push(points);
    if (name === 'rate' || name === 'increase') remarkNonCounter(labels.get(METRIC_NAME), range, evaluation);
  }
  return name === 'absent_over_time' ? absentSteps(range, matrix, evaluation) : refuseSameLabels(matrix);
}

function warnOfQuantile(arg: Expr | undefined, q: number, { annotations }: Evaluation): void {
  if (arg !== undefined && isInvalidQuantile(q)) annotations.invalidQuantile(q, arg.position);
}

/** For a subquery the remark of the reference points to the start of the query: what it evaluates in its place has no place in the text. */
function remarkNonCounter(metric: string, arg: MatrixSelector | Subquery, { annotations }: Evaluation): void {
  if (metric === '' || /_(total|sum|count|bucket)$/.test(metric)) return;
  annotations.possibleNonCounter(metric, arg.kind === 'subquery' ? { start: 0, end: 0 } : arg.position);
}

/** One series with 1 at the steps at which no series has a sample. */
function absentSteps(range: Expr, matrix: Matrix, evaluation: Evaluation): Matrix {
  const present = new Set(matrix.flatMap(({ times }) => times));
  const times = stepsOf(evaluation).filter((stepMs) => !present.has(stepMs));
  return times.length === 0 ? [] : [{ labels: labelsOfAbsent(range), times, values: times.map(() => 1) }];
}
