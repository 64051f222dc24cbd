import type { Clock } from '../../api/clock.ts';
import type { MetricProvider } from '../../api/metric-provider.ts';
import type { Measurement, Metric } from '../../api/shape/analysis.ts';
import { formatPreciseTime } from '../../api/times.ts';

/** What one look at a backend came to: a phase, or an error, with the value that is kept beside it. */
export type Reading =
  | {
      readonly phase: string;
      readonly value: string;
      readonly metadata?: Readonly<Record<string, string>>;
      readonly error?: undefined;
    }
  | {
      readonly error: string;
      readonly value?: string;
      readonly metadata?: Readonly<Record<string, string>>;
      readonly phase?: undefined;
    };

/** A backend whose measurements are finished at once. */
export interface InstantBackend {
  readonly type: string;
  read(metric: Metric): Reading;
  metadata?(metric: Metric): Readonly<Record<string, string>>;
}

/**
 * The provider of such a backend: a measurement starts and ends in one look; there is nothing to resume, to end or to remove.
 * Source: the Run methods under metricproviders/, utils/metric/metric.go MarkMeasurementError.
 */
export function instantProvider(clock: Clock, backend: InstantBackend): MetricProvider {
  return {
    type: backend.type,
    run: (_run, metric) => measurementOf(backend.read(metric), formatPreciseTime(clock.nowMs())),
    resume: (_run, _metric, measurement) => measurement,
    terminate: (_run, _metric, measurement) => measurement,
    garbageCollect: () => undefined,
    metadata: (metric) => backend.metadata?.(metric),
  };
}

function measurementOf(reading: Reading, now: string): Measurement {
  return {
    phase: reading.error === undefined ? reading.phase : 'Error',
    startedAt: now,
    finishedAt: now,
    value: reading.value,
    message: reading.error,
    metadata: reading.metadata,
  };
}
