import type { Json } from '../../api/json.ts';
import type { Metric } from '../../api/shape/analysis.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import { documentValue } from '../go-values.ts';
import { goJsonOf } from '../jsonpath/values.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';
import { judgePrometheus } from './prometheus.ts';

function judgeJson(reference: Reference, metric: Metric, document: Json): Reading {
  const { phase, error } = evaluateResult(documentValue(document), metric, reference);
  return error === undefined ? { phase, value: goJsonOf(document) } : { error };
}

/**
 * A plugin judges by code of its own, which nobody here knows; this one does it by the conditions of the metric, as the sample plugin of the
 * reference does: numbers like the Prometheus provider, JSON as it stands. Source: test/cmd/metrics-plugin-sample, metricproviders/plugin/plugin.go.
 */
export function pluginBackend(context: ProviderContext, name: string): InstantBackend {
  return {
    type: 'RPCPlugin',
    read: (metric) => {
      const answer = ask(context, { provider: 'plugin', metric: metric.name, query: name });
      return answer.kind === 'json'
        ? judgeJson(context.reference, metric, answer.value)
        : judgePrometheus(context.reference, metric, answer);
    },
  };
}
