import { describe, expect, it } from 'vitest';
import { addScriptedSeries } from '../../src/metrics/scripted-series.ts';
import { SeriesSource } from '../../src/metrics/series-source.ts';
import { SeriesStore } from '../../src/metrics/series/store.ts';

const EPOCH_MS = 1_767_225_600_000;

function source(): SeriesSource {
  const store = new SeriesStore();
  const everyMs = 10_000;
  addScriptedSeries(
    store,
    [
      { series: 'success_ratio{svc="a"}', values: '0.99x2 0.5x3 _ stale', everyMs, fromMs: 0 },
      { series: 'success_ratio{svc="b"}', values: '1x20', everyMs, fromMs: 0 },
    ],
    EPOCH_MS,
  );
  return new SeriesSource(store);
}

const asked = (query: string) => ({ provider: 'prometheus' as const, metric: 'm', query });
const answerAt = (query: string, second: number) => source().answer(asked(query), EPOCH_MS + second * 1000);

describe('scripted series as Prometheus answers them', () => {
  it('at any time the value then', () => {
    expect(answerAt('success_ratio{svc="a"}', 20)).toEqual({ kind: 'vector', values: [0.99], warnings: [] });
    expect(answerAt('success_ratio{svc="a"}', 30)).toMatchObject({ values: [0.5] });
    expect(answerAt('success_ratio{svc="a"}', 79)).toMatchObject({ values: [0.5] });
    expect(answerAt('success_ratio{svc="a"}', 80)).toMatchObject({ values: [] });
    expect(answerAt('scalar(avg(success_ratio))', 30)).toEqual({ kind: 'scalar', value: 0.75, warnings: [] });
  });

  it('over a time as a matrix', () => {
    const range = { startMs: EPOCH_MS, endMs: EPOCH_MS + 40_000, stepMs: 20_000 };
    const answer = source().answer({ ...asked('success_ratio{svc="a"}'), range }, EPOCH_MS);
    expect(answer).toEqual({ kind: 'matrix', series: [[0.99, 0.99, 0.5]], warnings: [] });
  });

  // Source: web/api/v1/api.go: bad_data and execution are the types of the errors.
  it('refusals are worded as by its API', () => {
    expect(answerAt('sum(', 0)).toEqual({
      kind: 'error',
      message: 'bad_data: invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
    });
    expect(answerAt('topk(NaN, success_ratio)', 0)).toEqual({
      kind: 'error',
      message: 'execution: Parameter value is NaN',
    });
  });

  it('what no series ever was known for is not answered', () => {
    expect(answerAt('sum(rate(http_requests_total[1m]))', 0)).toBeUndefined();
    expect(answerAt('http_requests_total or success_ratio', 0)).toMatchObject({ kind: 'vector' });
    expect(answerAt('1 + 1', 0)).toMatchObject({ kind: 'scalar', value: 2 });
    expect(source().answer({ ...asked('up'), provider: 'datadog' }, 0)).toBeUndefined();
  });
});
