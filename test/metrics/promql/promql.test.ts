import { describe, expect, it } from 'vitest';
import { promQL } from '../../../src/metrics/promql/promql.ts';
import { compareLabels, labelsOf } from '../../../src/metrics/series/labels.ts';
import { SeriesStore } from '../../../src/metrics/series/store.ts';
import { storeOf } from '../../conformance/tables/checks/promql-rows.ts';
import { readTableFile } from './table-file.ts';

describe('a range query', () => {
  const { file, rows } = readTableFile('promql-instant');
  // start() and end() name the ends of the query, and rows of topk or sort come in another order.
  const comparable = rows.filter(
    ({ query, type }) => (type === 'vector' || type === 'scalar') && !/start\(|end\(|sort|topk|bottomk/.test(query),
  );

  it('gives at each step what an instant query gives there', () => {
    expect(comparable.length).toBeGreaterThan(500);
    for (const { query, load, atMs } of comparable) {
      const store = storeOf(file, load);
      const read = promQL(query);
      const times = [atMs - 60_000, atMs - 30_000, atMs];
      const { series } = read.range(store, { startMs: times[0] ?? 0, endMs: atMs, stepMs: 30_000 });
      for (const timeMs of times) {
        const result = read.instant(store, timeMs);
        const instant =
          result.type === 'vector'
            ? [...result.samples].sort((a, b) => compareLabels(a.labels, b.labels)).map((s) => [s.labels.key, s.value])
            : [['', result.type === 'scalar' ? result.value : NaN]];
        const column = series.flatMap(({ labels, times: at, values }) => {
          const index = at.indexOf(timeMs);
          return index < 0 ? [] : [[labels.key, values[index]]];
        });
        expect({ query, timeMs, rows: column }).toEqual({ query, timeMs, rows: instant });
      }
    }
  });
});

describe('a query text', () => {
  it('is read once and may be asked often', () => {
    const store = new SeriesStore();
    const up = labelsOf([['__name__', 'up']]);
    store.append(up, 1000, 1);
    const query = promQL('up');
    expect(query.instant(store, 1000)).toMatchObject({ type: 'vector', samples: [{ value: 1 }] });
    store.append(up, 2000, 0);
    expect(promQL('up').instant(store, 2000)).toMatchObject({ samples: [{ value: 0 }] });
    expect(query.instant(store, 1999)).toMatchObject({ samples: [{ value: 1 }] });
  });

  it('counts columns in bytes and lines from 1', () => {
    expect(() => promQL('up{a="é"} +\n  $')).toThrow("2:3: parse error: unexpected character: '$'");
    expect(() => promQL('up{a="é"} $')).toThrow("1:12: parse error: unexpected character: '$'");
  });

  it('may use another lookback', () => {
    const store = new SeriesStore();
    store.append(labelsOf([['__name__', 'up']]), 0, 1);
    const answerAt = (lookbackMs: number) => promQL('up', { lookbackMs }).instant(store, 60_000);
    expect(answerAt(60_000)).toMatchObject({ samples: [] });
    expect(answerAt(60_001)).toMatchObject({ samples: [{ value: 1 }] });
  });
});

describe('parts that @ fixes', () => {
  const store = new SeriesStore();
  const value = labelsOf([['__name__', 'value']]);
  for (let second = 0; second <= 300; second += 15) store.append(value, second * 1000, second);
  const ask = (query: string) => promQL(query).range(store, { startMs: 240_000, endMs: 300_000, stepMs: 30_000 });

  // Source: promql/engine.go preprocessExprHelper, eval (StepInvariantExpr).
  it('have the same value at every step', () => {
    expect(ask('sum(value @ 120) + 1').series.map(({ values }) => values)).toEqual([[121, 121, 121]]);
    expect(ask('value - value @ end()').series.map(({ values }) => values)).toEqual([[-60, -30, 0]]);
    expect(ask('sort(value @ 120)').warnings).toEqual([]);
    expect(ask('sort(value)').warnings).toHaveLength(1);
  });

  it('hide a subquery from a function that depends on time', () => {
    expect(ask('avg_over_time(value[1m:15s] @ 120)').series).toHaveLength(1);
    expect(ask('predict_linear(value[1m:15s] @ 120, 60)').series).toEqual([]);
    expect(ask('predict_linear(value[1m] @ 120, 60)').series).toHaveLength(1);
  });
});

describe('remarks', () => {
  it('on monotonicity count samples as the reference does: 1, 4, 10 after one, two, three steps', () => {
    const store = new SeriesStore();
    for (const [le, count] of [
      ['1', 5],
      ['2', 3],
      ['+Inf', 9],
    ] as const) {
      store.append(
        labelsOf([
          ['__name__', 'd_bucket'],
          ['le', le],
        ]),
        0,
        count,
      );
    }
    const samples = (endMs: number): string | undefined =>
      /over (\d+) samples/.exec(
        promQL('histogram_quantile(0.5, d_bucket)').range(store, { startMs: 0, endMs, stepMs: 30_000 }).infos.join(),
      )?.[1];
    expect([0, 30_000, 60_000].map(samples)).toEqual(['1', '4', '10']);
  });
});
