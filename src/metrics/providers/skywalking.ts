import { readGoDuration } from '../../api/durations.ts';
import type { Json } from '../../api/json.ts';
import type { Metric, SkyWalkingMetric } from '../../api/shape/analysis.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { documentValue } from '../go-values.ts';
import { goJsonOf } from '../jsonpath/values.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';

/** What stands under `data` in the answer. */
function dataOf(answer: Exclude<Answer, { readonly kind: 'error' }>): Json {
  switch (answer.kind) {
    case 'json':
    case 'scalar':
    case 'string':
      return answer.value;
    case 'vector':
      return answer.values.length === 1 ? (answer.values[0] ?? null) : answer.values;
    case 'matrix':
      return answer.series;
  }
}

/** Source: metricproviders/skywalking/skywalking.go processResponse. */
function judgeData(reference: Reference, metric: Metric, data: Json): Reading {
  if (data === null) return { error: 'no results returned from SkyWalking query' };
  const { phase, error } = evaluateResult(documentValue(data), metric, reference);
  return error === undefined ? { phase, value: goJsonOf(data) } : { error };
}

/** What stops the provider before it asks anything. Source: metricproviders/skywalking/skywalking.go NewSkyWalkingClient. */
export function skyWalkingError({ interval = '' }: SkyWalkingMetric): string | undefined {
  return readGoDuration(interval).error;
}

/** Source: metricproviders/skywalking/skywalking.go Run. */
export function skyWalkingBackend(context: ProviderContext, skyWalking: SkyWalkingMetric): InstantBackend {
  return {
    type: 'skywalking',
    read: (metric) => {
      const answer = ask(context, { provider: 'skywalking', metric: metric.name, query: skyWalking.query ?? '' });
      return answer.kind === 'error' ? { error: answer.message } : judgeData(context.reference, metric, dataOf(answer));
    },
  };
}
