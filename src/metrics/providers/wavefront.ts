import { formatGoFixed } from '../../api/go-float.ts';
import type { Json } from '../../api/json.ts';
import type { Metric, WavefrontMetric } from '../../api/shape/analysis.ts';
import { floats } from '../../expr/values/convert.ts';
import type { Value } from '../../expr/values/value.ts';
import type { Reference } from '../../api/reference.ts';
import { evaluateResult } from '../evaluate-result.ts';
import type { Answer } from '../source.ts';
import { ask, type ProviderContext } from './context.ts';
import type { InstantBackend, Reading } from './instant.ts';
import { items, member, textOf } from './json-access.ts';

/** Seconds since 1970, and the value then. */
type Point = readonly [number, number];

interface Nearest {
  readonly value: number;
  readonly epoch: number;
  /** How far from the measurement the point is, in whole seconds. */
  readonly drift: string;
}

/** What Go on amd64 makes of an infinite float64 as an int64. */
const INFINITE_DRIFT = '-9223372036854775808';

/** Source: metricproviders/wavefront/wavefront.go findDataPointValue. */
function nearest(points: readonly Point[], epoch: number): Nearest {
  let found: Nearest = { value: 0, epoch: 0, drift: INFINITE_DRIFT };
  let distance = Infinity;
  for (const [time, value] of points) {
    const delta = time - epoch;
    if (!(Math.abs(delta) < distance)) continue;
    distance = Math.abs(delta);
    found = { value, epoch: Math.trunc(time), drift: String(Math.trunc(delta) + 0) };
  }
  return found;
}

function pointsOf(series: Json): readonly Point[] {
  return items(member(series, 'data')).flatMap((pair): readonly Point[] => {
    const [time, value] = items(pair);
    return typeof time === 'number' && typeof value === 'number' ? [[time, value]] : [];
  });
}

function seriesOf(answer: Exclude<Answer, { readonly kind: 'error' }>, epoch: number): readonly (readonly Point[])[] {
  switch (answer.kind) {
    case 'json':
      return items(member(answer.value, 'timeseries')).map(pointsOf);
    case 'scalar':
      return [[[epoch, answer.value]]];
    case 'vector':
      return answer.values.map((value): readonly Point[] => [[epoch, value]]);
    case 'matrix':
      return answer.series.map((values) => values.map((value): Point => [epoch, value]));
    case 'string':
      return [];
  }
}

/** Source: metricproviders/wavefront/wavefront.go processResponse. */
function judgeSeries(
  reference: Reference,
  metric: Metric,
  series: readonly (readonly Point[])[],
  epoch: number,
): Reading {
  const found = series.map((points) => nearest(points, epoch));
  const [first] = found;
  if (first === undefined) return { error: 'No TimeSeries found in response from Wavefront' };
  const single = found.length === 1;
  const shown = (texts: readonly string[]): string => (single ? (texts[0] ?? '') : `[${texts.join(',')}]`);
  const result: Value = single ? first.value : floats(found.map(({ value }) => value));
  const { phase, error } = evaluateResult(result, metric, reference);
  if (error !== undefined) return { error };
  return {
    phase,
    value: shown(found.map(({ value }) => formatGoFixed(value, 2))),
    metadata: {
      timestamps: shown(found.map((one) => String(one.epoch))),
      drift: shown(found.map(({ drift }) => drift)),
    },
  };
}

/** Source: metricproviders/wavefront/wavefront.go Run. */
export function wavefrontBackend(context: ProviderContext, wavefront: WavefrontMetric): InstantBackend {
  return {
    type: 'Wavefront',
    read: (metric): Reading => {
      const epoch = Math.floor(context.clock.nowMs() / 1000);
      const answer = ask(context, { provider: 'wavefront', metric: metric.name, query: wavefront.query ?? '' });
      if (answer.kind === 'error') return { error: answer.message };
      const warnings = answer.kind === 'json' ? textOf(member(answer.value, 'warnings')) : '';
      const reading = judgeSeries(context.reference, metric, seriesOf(answer, epoch), epoch);
      return warnings === '' ? reading : { ...reading, metadata: { ...reading.metadata, warnings } };
    },
  };
}
