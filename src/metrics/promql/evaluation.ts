import type { Labels } from '../series/labels.ts';
import type { SeriesStore } from '../series/store.ts';
import type { Annotations } from './annotations.ts';
import type { Expr, TimeShift } from './ast.ts';
import { PromQLExecutionError } from './errors.ts';

/** One series of a result: values at some of the evaluated steps, or samples at their own times. */
export interface Points {
  readonly labels: Labels;
  readonly times: number[];
  readonly values: number[];
}

export type Matrix = readonly Points[];

/** One element of a vector at one step. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** The steps at which an expression is evaluated, and what it is evaluated over. */
export interface Evaluation {
  readonly store: SeriesStore;
  readonly startMs: number;
  readonly endMs: number;
  readonly intervalMs: number;
  /** How old the newest sample of a series may be. */
  readonly lookbackMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: number;
  /** Start and end of the whole query: what start() and end() mean also within a subquery. */
  readonly query: { readonly startMs: number; readonly endMs: number };
  readonly annotations: Annotations;
  /** Evaluates a part of the expression over the steps of an evaluation. */
  readonly evaluate: (expr: Expr, over: Evaluation) => Matrix;
}

export function stepsOf({ startMs, endMs, intervalMs }: Evaluation): readonly number[] {
  const steps: number[] = [];
  for (let timeMs = startMs; timeMs <= endMs; timeMs += intervalMs) steps.push(timeMs);
  return steps;
}

/** The time that a selector or subquery looks back from, at a step. */
export function referenceTime({ offsetMs, at }: TimeShift, { query }: Evaluation, stepMs: number): number {
  if (at === undefined) return stepMs - offsetMs;
  if (at === 'start') return query.startMs - offsetMs;
  if (at === 'end') return query.endMs - offsetMs;
  return at.timeMs - offsetMs;
}

export const SAME_LABELSET = 'vector cannot contain metrics with the same labelset';

/** Source: promql/value.go ContainsSameLabelset. */
export function refuseSameLabels(matrix: Matrix): Matrix {
  if (new Set(matrix.map(({ labels }) => labels.key)).size < matrix.length) {
    throw new PromQLExecutionError(SAME_LABELSET);
  }
  return matrix;
}

/**
 * Joins series that have become equal in their labels, as long as they do not overlap.
 * Source: promql/engine.go mergeSeriesWithSameLabelset.
 */
export function mergeSameLabels(matrix: Matrix): Matrix {
  const groups = new Map<string, Points[]>();
  for (const series of matrix) {
    const group = groups.get(series.labels.key);
    if (group === undefined) groups.set(series.labels.key, [series]);
    else group.push(series);
  }
  if (groups.size === matrix.length) return matrix;
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length === 1) return [first];
    const points = group.flatMap(({ times, values }) => times.map((timeMs, index) => [timeMs, values[index] ?? NaN]));
    points.sort(([a = 0], [b = 0]) => a - b);
    if (points.some(([timeMs], index) => index > 0 && timeMs === points[index - 1]?.[0])) {
      throw new PromQLExecutionError(SAME_LABELSET);
    }
    return [
      { labels: first.labels, times: points.map(([timeMs = 0]) => timeMs), values: points.map(([, v = NaN]) => v) },
    ];
  });
}
