import type { AnalysisRun, Measurement, Metric } from './shape/analysis.ts';

/**
 * Takes measurements of one metric. Times of measurements may carry fractions of a second (`formatPreciseTime`): they are cut when the
 * status is stored, as metav1.Time is. Source: metric/provider.go Provider.
 */
export interface MetricProvider {
  readonly type: string;
  /** Starts a measurement; most providers also finish it. */
  run(run: AnalysisRun, metric: Metric): Measurement;
  /** Looks again at a measurement that is in flight. */
  resume(run: AnalysisRun, metric: Metric, measurement: Measurement): Measurement;
  /** Ends a measurement that is in flight. */
  terminate(run: AnalysisRun, metric: Metric, measurement: Measurement): Measurement;
  /** Removes what finished measurements left behind, but for the last `limit`. */
  garbageCollect(run: AnalysisRun, metric: Metric, limit: number): void;
  /** What is kept with the metric's result, such as the query after its arguments were put in. */
  metadata(metric: Metric): Readonly<Record<string, string>> | undefined;
}

/** A provider, or why there is none: the message of the measurement's error. */
export type ProviderResult =
  | { readonly provider: MetricProvider; readonly error?: undefined }
  | { readonly error: string; readonly provider?: undefined };

/** Where the analysis controller gets the provider of a metric. Source: metricproviders/metricproviders.go ProviderFactory. */
export interface MetricProviders {
  providerOf(namespace: string, metric: Metric): ProviderResult;
}
