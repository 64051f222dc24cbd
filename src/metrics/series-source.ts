import type { Expr } from './promql/ast.ts';
import { PromQLExecutionError, PromQLParseError } from './promql/errors.ts';
import { type EngineOptions, type InstantResult, promQL } from './promql/promql.ts';
import { selections } from './query-reads.ts';
import { METRIC_NAME } from './series/labels.ts';
import type { Matcher } from './series/matcher.ts';
import type { SeriesStore } from './series/store.ts';
import type { Answer, MetricQuery, MetricSource } from './source.ts';

/**
 * Prometheus over a store of series. It does not know a query none of whose metrics has ever had a series: an empty answer would claim that the
 * metric exists.
 */
export class SeriesSource implements MetricSource {
  readonly #store: SeriesStore;
  readonly #options: Partial<EngineOptions>;

  constructor(store: SeriesStore, options: Partial<EngineOptions> = {}) {
    this.#store = store;
    this.#options = options;
  }

  answer({ provider, query, range }: MetricQuery, nowMs: number): Answer | undefined {
    if (provider !== 'prometheus') return undefined;
    try {
      const read = promQL(query, this.#options);
      const selectors = selectorsOf(read.expr);
      if (selectors.length > 0 && !selectors.some((matchers) => this.#knows(matchers))) return undefined;
      return answerOf(range === undefined ? read.instant(this.#store, nowMs) : read.range(this.#store, range));
    } catch (error) {
      return errorAnswer(error);
    }
  }

  /** Whether there ever was a series of this name; a selector without a name has to find one by all its matchers. */
  #knows(matchers: readonly Matcher[]): boolean {
    const byName = matchers.filter(({ name }) => name === METRIC_NAME);
    return this.#store.select(byName.length > 0 ? byName : matchers).length > 0;
  }
}

/** The matchers of every selector in an expression. */
export function selectorsOf(expr: Expr): readonly (readonly Matcher[])[] {
  return selections(expr).map(({ matchers }) => matchers);
}

function answerOf(result: InstantResult): Answer {
  const { warnings } = result;
  switch (result.type) {
    case 'scalar':
      return { kind: 'scalar', value: result.value, warnings };
    case 'string':
      return { kind: 'string', value: result.value, warnings };
    case 'vector':
      return { kind: 'vector', values: result.samples.map(({ value }) => value), warnings };
    case 'matrix':
      return { kind: 'matrix', series: result.series.map(({ values }) => values), warnings };
  }
}

/** What the client of Prometheus makes of a refusal. Source: web/api/v1/api.go (invalidParamError, returnAPIError). */
function errorAnswer(error: unknown): Answer {
  if (error instanceof PromQLParseError) {
    return { kind: 'error', message: `bad_data: invalid parameter "query": ${error.message}` };
  }
  if (error instanceof PromQLExecutionError) return { kind: 'error', message: `execution: ${error.message}` };
  throw error;
}
