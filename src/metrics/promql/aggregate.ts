import { type Labels, METRIC_NAME, NO_LABELS } from '../series/labels.ts';
import { ACCUMULATORS, type Accumulate } from './accumulators.ts';
import { type Aggregate, unwrapped } from './ast.ts';
import { PromQLExecutionError } from './errors.ts';
import { type Evaluation, type Matrix, type Points, type Sample, stepsOf } from './evaluation.ts';
import { goQuote } from '../../api/go-quote.ts';
import { formatGoFloat, formatGoFloatPlain } from '../../api/go-float.ts';
import { GoHeap, goSort, largestFirst, type Less, smallestFirst } from './go-sort.ts';
import { Collector, perStep, scalarValues } from './per-step.ts';
import { isInvalidQuantile } from './quantile.ts';

/** The labels of the group that a series belongs to. Source: promql/engine.go generateGroupingLabels. */
function groupOf({ grouping, without }: Pick<Aggregate, 'grouping' | 'without'>): (labels: Labels) => Labels {
  const names = new Set(without ? [...grouping, METRIC_NAME] : grouping);
  if (without) return (labels) => labels.drop(names);
  return names.size === 0 ? () => NO_LABELS : (labels) => labels.keep(names);
}

/** Source: promql/engine.go rangeEvalAgg. */
export function evaluateAggregate(aggregate: Aggregate, evaluation: Evaluation): Matrix {
  const { operator, expr } = aggregate;
  if (operator === 'count_values') return countValues(aggregate, evaluation);
  const parameters = parametersOf(aggregate, evaluation);
  const matrix = evaluation.evaluate(expr, evaluation);
  if (operator === 'topk' || operator === 'bottomk') return topK(aggregate, parameters, matrix, evaluation);
  if (operator === 'quantile') warnOfQuantiles(aggregate, parameters, evaluation);
  const accumulate = ACCUMULATORS.get(operator);
  if (accumulate === undefined) throw new PromQLExecutionError(`${operator}() is not enabled`);
  return accumulated(matrix, groupOf(aggregate), accumulate, parameters, evaluation);
}

/** The parameter's value at each step. */
function parametersOf({ param }: Aggregate, evaluation: Evaluation): readonly number[] {
  return param === undefined ? [] : scalarValues(evaluation.evaluate(param, evaluation));
}

function warnOfQuantiles({ param }: Aggregate, parameters: readonly number[], { annotations }: Evaluation): void {
  if (param === undefined) return;
  const invalid = parameters.filter(isInvalidQuantile);
  const { position } = unwrapped(param);
  if (invalid.some(Number.isNaN)) return annotations.invalidQuantile(NaN, position);
  const [low, high] = [Math.min(...invalid), Math.max(...invalid)];
  if (high > 1) annotations.invalidQuantile(high, position);
  if (low < 0) annotations.invalidQuantile(low, position);
}

/** The series of one group, in their order, and where each has been read up to. */
interface Group {
  readonly labels: Labels;
  readonly series: Points[];
}

function groupsOf(matrix: Matrix, group: (labels: Labels) => Labels): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const series of matrix) {
    const labels = group(series.labels);
    const known = groups.get(labels.key);
    if (known === undefined) groups.set(labels.key, { labels, series: [series] });
    else known.series.push(series);
  }
  return [...groups.values()];
}

/** The elements that series have at each step. */
function* elementsByStep(
  series: readonly Points[],
  steps: readonly number[],
): Iterable<{ readonly stepIndex: number; readonly found: readonly Points[]; readonly values: readonly number[] }> {
  const cursors = new Uint32Array(series.length);
  for (const [stepIndex, stepMs] of steps.entries()) {
    const found: Points[] = [];
    const values: number[] = [];
    series.forEach((points, index) => {
      const cursor = cursors[index] ?? 0;
      if (points.times[cursor] !== stepMs) return;
      cursors[index] = cursor + 1;
      found.push(points);
      values.push(points.values[cursor] ?? NaN);
    });
    yield { stepIndex, found, values };
  }
}

function accumulated(
  matrix: Matrix,
  group: (labels: Labels) => Labels,
  accumulate: Accumulate,
  parameters: readonly number[],
  evaluation: Evaluation,
): Matrix {
  const steps = stepsOf(evaluation);
  return groupsOf(matrix, group).map(({ labels, series }) => {
    const points: Points = { labels, times: [], values: [] };
    for (const { stepIndex, values } of elementsByStep(series, steps)) {
      if (values.length === 0) continue;
      points.times.push(steps[stepIndex] ?? NaN);
      points.values.push(accumulate(values, parameters[stepIndex] ?? NaN));
    }
    return points;
  });
}

const INT64 = 9_223_372_036_854_775_808;

function checkK(parameters: readonly number[]): void {
  if (parameters.some(Number.isNaN)) throw new PromQLExecutionError('Parameter value is NaN');
  const [low, high] = [Math.min(...parameters), Math.max(...parameters)];
  if (low <= -INT64) throw new PromQLExecutionError(`Scalar value ${formatGoFloat(low)} underflows int64`);
  if (high >= INT64) throw new PromQLExecutionError(`Scalar value ${formatGoFloat(high)} overflows int64`);
}

/** Source: promql/engine.go aggregationK. */
function topK(aggregate: Aggregate, parameters: readonly number[], matrix: Matrix, evaluation: Evaluation): Matrix {
  if (parameters.every((k) => k < 1)) return [];
  checkK(parameters);
  const less = aggregate.operator === 'topk' ? smallestFirst : largestFirst;
  const steps = stepsOf(evaluation);
  const chosen: Sample[][] = steps.map(() => []);
  for (const { series } of groupsOf(matrix, groupOf(aggregate))) {
    for (const { stepIndex, found, values } of elementsByStep(series, steps)) {
      const k = Math.min(Math.trunc(parameters[stepIndex] ?? 0), matrix.length);
      const samples = found.map(({ labels }, index) => ({ labels, value: values[index] ?? NaN }));
      chosen[stepIndex]?.push(...bestOf(samples, k, less));
    }
  }
  const collector = new Collector();
  chosen.forEach((samples, stepIndex) => collector.add(steps[stepIndex] ?? NaN, samples));
  return collector.matrix;
}

function bestOf(samples: readonly Sample[], k: number, less: Less): readonly Sample[] {
  if (k < 1) return [];
  const heap = new GoHeap(less);
  for (const sample of samples) {
    const [worst] = heap.elements;
    if (worst === undefined || heap.elements.length < k) heap.push(sample);
    else if (Number.isNaN(sample.value)) continue;
    else if (less(worst, sample)) heap.replaceTop(sample);
  }
  return goSort(heap.elements, (a, b) => less(b, a));
}

/** Source: promql/engine.go aggregationCountValues. */
function countValues(aggregate: Aggregate, evaluation: Evaluation): Matrix {
  const { expr, grouping, without } = aggregate;
  const param = aggregate.param === undefined ? undefined : unwrapped(aggregate.param);
  const label = param?.kind === 'string' ? param.value : '';
  if (label === '') throw new PromQLExecutionError(`invalid label name ${goQuote(label)}`);
  const group = groupOf({ without, grouping: without ? grouping : [...grouping, label] });
  return perStep(evaluation, [evaluation.evaluate(expr, evaluation)], (_stepMs, [vector = []]) => {
    const counts = new Map<string, { readonly labels: Labels; value: number }>();
    for (const { labels, value } of vector) {
      const counted = group(labels.set(label, formatGoFloatPlain(value)));
      const known = counts.get(counted.key);
      if (known === undefined) counts.set(counted.key, { labels: counted, value: 1 });
      else known.value += 1;
    }
    return counts.values();
  });
}
