import type { MetricProviders } from '../../api/metric-provider.ts';
import { ApiError } from '../../api/errors.ts';
import type { AnalysisRun, Metric, MetricResult } from '../../api/shape/analysis.ts';
import type { MeasurementRetention } from '../../api/shape/analysis-common.ts';

/** Measurements that are kept of a metric. Source: analysis/analysis.go DefaultMeasurementHistoryLimit. */
const DEFAULT_LIMIT = 10;

/**
 * The results with the history of each metric cut to its limit, what the cut ones left behind removed by their provider. A metric without a
 * provider keeps all; a provider that fails ends the cutting. Source: analysis/analysis.go garbageCollectMeasurements.
 */
export function trimMeasurements(
  run: AnalysisRun,
  metrics: readonly Metric[],
  retention: ReadonlyMap<string, MeasurementRetention>,
  providers: MetricProviders,
): readonly MetricResult[] {
  const results = [...(run.status.metricResults ?? [])];
  for (const [index, result] of results.entries()) {
    const { measurements = [] } = result;
    const wanted = retention.get(result.name)?.limit ?? 0;
    const limit = wanted > 0 ? wanted : DEFAULT_LIMIT;
    const metric = metrics.find(({ name }) => name === result.name);
    if (measurements.length <= limit || metric === undefined) continue;
    const { provider } = providers.providerOf(run.metadata.namespace ?? '', metric);
    if (provider === undefined) continue;
    try {
      provider.garbageCollect(run, metric, limit);
    } catch (error) {
      if (error instanceof ApiError) return results;
      throw error;
    }
    results[index] = { ...result, measurements: measurements.slice(-limit) };
  }
  return results;
}
