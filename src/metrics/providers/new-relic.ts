import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import type { Metric, NewRelicMetric } from '../../api/shape/analysis.ts';
import type { Value } from '../../expr/values/value.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { listOfType, namedMap, namedMapType } from '../go-values.ts';
import { goJsonOf } from '../jsonpath/values.ts';
import { ask, howToScript, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';

/** A row of a result. Source: github.com/newrelic/newrelic-client-go/v2/pkg/nrdb NRDBResult. */
const ROW = namedMapType('nrdb.NRDBResult');
const NO_RESULTS = 'no results returned from NRQL query';

function judged(reference: Reference, metric: Metric, value: string, result: Value): Reading {
  const { phase, error } = evaluateResult(result, metric, reference);
  return error === undefined ? { phase, value } : { error };
}

/** One row is judged as such, several as a list. Source: metricproviders/newrelic/newrelic.go processResponse. */
function judgeRows(reference: Reference, metric: Metric, rows: readonly Json[]): Reading {
  const [row] = rows;
  if (row === undefined) return { error: NO_RESULTS };
  if (rows.length > 1) {
    return judged(
      reference,
      metric,
      goJsonOf(rows),
      listOfType(
        ROW,
        rows.map((one) => namedMap(ROW, one)),
      ),
    );
  }
  return isJsonObject(row) && Object.keys(row).length > 0
    ? judged(reference, metric, goJsonOf(row), namedMap(ROW, row))
    : { error: NO_RESULTS };
}

/** The rows of a script: a list of objects, or one object. */
function rowsOf(value: Json): readonly Json[] | undefined {
  if (isJsonArray(value)) return value.every(isJsonObject) ? value : undefined;
  return isJsonObject(value) ? [value] : undefined;
}

/** Source: metricproviders/newrelic/newrelic.go. */
export function newRelicBackend(context: ProviderContext, newRelic: NewRelicMetric): InstantBackend {
  const { query, timeout } = newRelic;
  return {
    type: 'NewRelic',
    read: (metric) => {
      if (timeout !== undefined && timeout < 0) return { error: 'timeout value needs to be a positive value' };
      const answer = ask(context, { provider: 'newRelic', metric: metric.name, query });
      if (answer.kind === 'error') return { error: answer.message };
      const rows = answer.kind === 'json' ? rowsOf(answer.value) : undefined;
      if (rows !== undefined) return judgeRows(context.reference, metric, rows);
      context.finding(
        `Metric ${metric.name}: the rows of a NRQL query have names, so its answers are JSON, such as {json: [{average.duration: 0.2}]}. ${howToScript(metric.name)}`,
      );
      return { error: `rehearse: the answer to the query of metric ${metric.name} is no list of rows` };
    },
    ...(query === '' ? {} : { metadata: () => ({ ResolvedNewRelicQuery: query }) }),
  };
}
