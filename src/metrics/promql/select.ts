import { METRIC_NAME } from '../series/labels.ts';
import { type Matcher, newMatcher } from '../series/matcher.ts';
import type { Series } from '../series/store.ts';
import type { MatrixSelector, Subquery, VectorSelector } from './ast.ts';
import type { Numbers } from './kahan.ts';
import { type Evaluation, type Matrix, type Points, referenceTime, stepsOf } from './evaluation.ts';

/** What a range function sees of one series at one step: samples after `startMs` up to `endMs`, never none. */
export interface Window {
  readonly times: Numbers;
  readonly values: Numbers;
  readonly startMs: number;
  readonly endMs: number;
  readonly rangeSeconds: number;
  /** The time of evaluation, which an offset does not shift. */
  readonly stepMs: number;
}

/** All matchers of a selector; one before the braces counts as the last. */
export function matchersOf({ name, matchers }: VectorSelector): readonly Matcher[] {
  return name === undefined ? matchers : [...matchers, newMatcher(METRIC_NAME, '=', name)];
}

/** The series that a selector can see at any of the steps. */
function selected(selector: VectorSelector, evaluation: Evaluation, reachMs: number): readonly Series[] {
  const first = referenceTime(selector, evaluation, evaluation.startMs);
  const last = referenceTime(selector, evaluation, evaluation.endMs);
  return evaluation.store.select(matchersOf(selector), first - reachMs, last);
}

/**
 * The newest sample of each series, unless it is as old as the lookback or says that the series has ended. With `ownTime` the
 * sample's time in seconds stands in for its value. Source: promql/engine.go vectorSelectorSingle.
 */
export function selectVector(selector: VectorSelector, evaluation: Evaluation, ownTime = false): Matrix {
  const steps = stepsOf(evaluation);
  const matrix: Points[] = [];
  for (const series of selected(selector, evaluation, evaluation.lookbackMs)) {
    const points: Points = { labels: series.labels, times: [], values: [] };
    for (const stepMs of steps) {
      const timeMs = referenceTime(selector, evaluation, stepMs);
      const index = series.countUntil(timeMs) - 1;
      if (index < 0 || series.timeMs(index) <= timeMs - evaluation.lookbackMs || series.isStale(index)) continue;
      points.times.push(stepMs);
      points.values.push(ownTime ? series.timeMs(index) / 1000 : series.value(index));
    }
    if (points.times.length > 0) matrix.push(points);
  }
  return matrix;
}

/** A range selector as a result of its own: samples at their own times. Source: promql/engine.go matrixSelector. */
export function selectMatrix({ selector, rangeMs }: MatrixSelector, evaluation: Evaluation): Matrix {
  const endMs = referenceTime(selector, evaluation, evaluation.startMs);
  return selected(selector, evaluation, rangeMs)
    .map((series) => {
      const { times, values } = series.samples(series.countUntil(endMs - rangeMs), series.countUntil(endMs));
      return { labels: series.labels, times: Array.from(times), values: Array.from(values) };
    })
    .filter(({ times }) => times.length > 0);
}

/**
 * The points of a subquery over all steps of the evaluation around it. Its own steps are multiples of its step from the epoch, not
 * from the query's start. Source: promql/engine.go runSubquery.
 */
export function runSubquery(subquery: Subquery, evaluation: Evaluation): Matrix {
  const { rangeMs, expr } = subquery;
  const lastStepMs = stepsOf(evaluation).at(-1) ?? evaluation.startMs;
  const intervalMs = subquery.stepMs === 0 ? evaluation.subqueryStepMs : subquery.stepMs;
  const afterMs = referenceTime(subquery, evaluation, evaluation.startMs) - rangeMs;
  let startMs = intervalMs * Math.trunc(afterMs / intervalMs);
  if (startMs <= afterMs) startMs += intervalMs;
  const endMs = referenceTime(subquery, evaluation, lastStepMs);
  return evaluation.evaluate(expr, { ...evaluation, startMs, endMs, intervalMs });
}

/** One series and what a range function sees of it at each step that has samples. */
export interface Windowed {
  readonly labels: Points['labels'];
  readonly windows: Iterable<Window>;
}

export function* windowsOfSelector(selector: MatrixSelector, evaluation: Evaluation): Iterable<Windowed> {
  for (const series of selected(selector.selector, evaluation, selector.rangeMs)) {
    const windows = function* (): Iterable<Window> {
      for (const stepMs of stepsOf(evaluation)) {
        const endMs = referenceTime(selector.selector, evaluation, stepMs);
        const startMs = endMs - selector.rangeMs;
        const { times, values } = series.samples(series.countUntil(startMs), series.countUntil(endMs));
        if (times.length === 0) continue;
        yield { times, values, startMs, endMs, rangeSeconds: selector.rangeSeconds, stepMs };
      }
    };
    yield { labels: series.labels, windows: windows() };
  }
}

export function* windowsOfSubquery(subquery: Subquery, evaluation: Evaluation): Iterable<Windowed> {
  for (const { labels, times, values } of runSubquery(subquery, evaluation)) {
    const windows = function* (): Iterable<Window> {
      let low = 0;
      let high = 0;
      for (const stepMs of stepsOf(evaluation)) {
        const endMs = referenceTime(subquery, evaluation, stepMs);
        const startMs = endMs - subquery.rangeMs;
        while (low < times.length && (times[low] ?? 0) <= startMs) low += 1;
        while (high < times.length && (times[high] ?? 0) <= endMs) high += 1;
        if (low >= high) continue;
        const [some, theirs] = [times.slice(low, high), values.slice(low, high)];
        yield { times: some, values: theirs, startMs, endMs, rangeSeconds: subquery.rangeSeconds, stepMs };
      }
    };
    yield { labels, windows: windows() };
  }
}
