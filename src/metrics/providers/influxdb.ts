import { isJsonArray, type Json } from '../../api/json.ts';
import type { InfluxdbMetric, Metric } from '../../api/shape/analysis.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { documentValue } from '../go-values.ts';
import { printGo } from '../jsonpath/values.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';

/** The values of the records that a Flux query gives. */
function recordsOf(answer: Exclude<Answer, { readonly kind: 'error' }>): readonly Json[] {
  switch (answer.kind) {
    case 'json':
      return isJsonArray(answer.value) ? answer.value : [answer.value];
    case 'scalar':
    case 'string':
      return [answer.value];
    case 'vector':
      return answer.values;
    case 'matrix':
      return answer.series.flat();
  }
}

/** Source: metricproviders/influxdb/influxdb.go processResponse. */
function judgeRecords(reference: Reference, metric: Metric, records: readonly Json[]): Reading {
  if (records.length === 0) return { error: 'no results returned from flux query' };
  const { phase, error } = evaluateResult(documentValue(records), metric, reference);
  return error === undefined ? { phase, value: printGo(records) } : { error };
}

/** Source: metricproviders/influxdb/influxdb.go Run. */
export function influxdbBackend(context: ProviderContext, influxdb: InfluxdbMetric): InstantBackend {
  return {
    type: 'Influxdb',
    read: (metric) => {
      const answer = ask(context, { provider: 'influxdb', metric: metric.name, query: influxdb.query ?? '' });
      return answer.kind === 'error'
        ? { error: answer.message }
        : judgeRecords(context.reference, metric, recordsOf(answer));
    },
  };
}
