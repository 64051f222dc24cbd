import { compareLabels } from '../series/labels.ts';
import type { SeriesStore } from '../series/store.ts';
import { Annotations } from './annotations.ts';
import { type Expr, typeOf, unwrapped } from './ast.ts';
import { PromQLParseError } from './errors.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation, Matrix, Points, Sample } from './evaluation.ts';
import { documentedType } from './functions.ts';
import { parseQuery } from './parser.ts';

/** What Prometheus says beside the answer; sorted. */
interface Remarks {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

export interface VectorResult extends Remarks {
  readonly type: 'vector';
  readonly samples: readonly Sample[];
}

export interface ScalarResult extends Remarks {
  readonly type: 'scalar';
  readonly value: number;
}

export interface StringResult extends Remarks {
  readonly type: 'string';
  readonly value: string;
}

export interface MatrixResult extends Remarks {
  readonly type: 'matrix';
  readonly series: readonly Points[];
}

export type InstantResult = VectorResult | ScalarResult | StringResult | MatrixResult;

export interface RangeTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

export interface EngineOptions {
  /** How old a sample may be and still count. */
  readonly lookbackMs: number;
  /** The step of subqueries that name none: the evaluation interval of the server. */
  readonly subqueryStepMs: number;
}

const DEFAULTS: EngineOptions = { lookbackMs: 5 * 60_000, subqueryStepMs: 60_000 };

/** A query that was read and can be asked over any store, at any time. */
export interface PromQLQuery {
  readonly expr: Expr;
  /** The answer at one instant. Throws a PromQLExecutionError. */
  instant(store: SeriesStore, atMs: number): InstantResult;
  /** The answers from start to end; series are in the order of their labels. Throws a PromQLExecutionError. */
  range(store: SeriesStore, times: RangeTimes): MatrixResult;
}

const PARSED_AT_MOST = 1000;
const parsed = new Map<string, Expr>();

function parseOnce(text: string): Expr {
  let expr = parsed.get(text);
  if (expr === undefined) {
    expr = parseQuery(text);
    if (parsed.size >= PARSED_AT_MOST) parsed.clear();
    parsed.set(text, expr);
  }
  return expr;
}

/**
 * Reads a PromQL query; the expression of a text is kept. Throws a PromQLParseError with the words of Prometheus.
 * Source: promql/engine.go NewInstantQuery, NewRangeQuery, execEvalStmt.
 */
export function promQL(text: string, options: Partial<EngineOptions> = {}): PromQLQuery {
  const expr = parseOnce(text);
  const { lookbackMs, subqueryStepMs } = { ...DEFAULTS, ...options };
  const prepare = (store: SeriesStore, { startMs, endMs, stepMs }: RangeTimes): Evaluation => ({
    store,
    startMs,
    endMs,
    intervalMs: stepMs,
    lookbackMs,
    subqueryStepMs,
    query: { startMs, endMs },
    annotations: new Annotations(text),
    evaluate,
  });
  return {
    expr,
    instant(store, atMs) {
      const evaluation = prepare(store, { startMs: atMs, endMs: atMs, stepMs: 1 });
      return instantResult(expr, evaluate(expr, evaluation), evaluation);
    },
    range(store, times) {
      const type = typeOf(expr);
      if (type !== 'vector' && type !== 'scalar') {
        const wrong = `invalid expression type "${documentedType(type)}" for range query`;
        throw new PromQLParseError(`${wrong}, must be Scalar or instant Vector`);
      }
      const evaluation = prepare(store, times);
      return { type: 'matrix', series: sorted(evaluate(expr, evaluation)), ...remarksOf(evaluation) };
    },
  };
}

function remarksOf({ annotations: { warnings, infos } }: Evaluation): Remarks {
  return { warnings, infos };
}

function sorted(matrix: Matrix): readonly Points[] {
  return matrix.filter(({ times }) => times.length > 0).sort((a, b) => compareLabels(a.labels, b.labels));
}

function instantResult(expr: Expr, matrix: Matrix, evaluation: Evaluation): InstantResult {
  const remarks = remarksOf(evaluation);
  switch (typeOf(expr)) {
    case 'string': {
      const plain = unwrapped(expr);
      return { type: 'string', value: plain.kind === 'string' ? plain.value : '', ...remarks };
    }
    case 'scalar':
      return { type: 'scalar', value: matrix[0]?.values[0] ?? NaN, ...remarks };
    case 'matrix':
      return { type: 'matrix', series: sorted(matrix), ...remarks };
    case 'vector': {
      const samples = matrix.map(({ labels, values }) => ({ labels, value: values[0] ?? NaN }));
      return { type: 'vector', samples, ...remarks };
    }
  }
}
