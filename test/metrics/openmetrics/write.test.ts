import { describe, expect, it } from 'vitest';
import { writeOpenMetrics } from '../../../src/metrics/openmetrics/write.ts';
import { labelsOf } from '../../../src/metrics/series/labels.ts';
import { SeriesStore } from '../../../src/metrics/series/store.ts';

const named = (name: string, ...pairs: (readonly [string, string])[]) => labelsOf([['__name__', name], ...pairs]);

describe('the OpenMetrics text', () => {
  // Source: OpenMetrics: metrics with their type, timestamps in seconds, one end. Counters have the names of OpenMetrics 2.0.
  it('has families by name, histograms point by point, and an end', () => {
    const store = new SeriesStore();
    store.append(named('http_requests_total', ['code', '200']), 1_767_225_600_000, 1_500_000);
    store.append(named('http_requests_total', ['code', '200']), 1_767_225_615_250, 1_500_010.5);
    for (const timeMs of [1000, 2000]) {
      for (const le of ['10', '2.5', '+Inf']) store.append(named('d_bucket', ['le', le]), timeMs, 3);
    }
    store.append(named('d_sum'), 1000, 0.5);
    store.append(named('d_count'), 1000, 3);
    store.append(named('queue_count'), 1000, NaN);
    store.append(named('note', ['text', 'a "b"\\\n']), 1000, -Infinity);
    store.appendStale(named('note', ['text', 'a "b"\\\n']), 2000);
    expect([...writeOpenMetrics(store)].join('')).toBe(
      [
        '# HELP d A series of the rehearsal.',
        '# TYPE d histogram',
        'd_bucket{le="2.5"} 3 1',
        'd_bucket{le="10"} 3 1',
        'd_bucket{le="+Inf"} 3 1',
        'd_count 3 1',
        'd_sum 0.5 1',
        'd_bucket{le="2.5"} 3 2',
        'd_bucket{le="10"} 3 2',
        'd_bucket{le="+Inf"} 3 2',
        '# HELP http_requests_total A series of the rehearsal.',
        '# TYPE http_requests_total counter',
        'http_requests_total{code="200"} 1.5e+06 1767225600',
        'http_requests_total{code="200"} 1.5000105e+06 1767225615.250',
        '# HELP note A series of the rehearsal.',
        'note{text="a \\"b\\"\\\\\\n"} -Inf 1',
        '# HELP queue_count A series of the rehearsal.',
        'queue_count NaN 1',
        '# EOF',
        '',
      ].join('\n'),
    );
  });
});
