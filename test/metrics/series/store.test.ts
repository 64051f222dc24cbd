import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { compareLabels, labelsOf } from '../../../src/metrics/series/labels.ts';
import { newMatcher } from '../../../src/metrics/series/matcher.ts';
import { SeriesStore } from '../../../src/metrics/series/store.ts';

const named = (name: string, ...pairs: (readonly [string, string])[]) => labelsOf([['__name__', name], ...pairs]);

describe('a store of series', () => {
  it('hands series out in the order of labels, whatever the order in which they came', () => {
    const store = new SeriesStore();
    for (const pod of ['b', 'c', 'a']) store.append(named('up', ['pod', pod]), 1000, 1);
    store.append(named('down'), 1000, 1);
    const pods = store.select([newMatcher('__name__', '=', 'up')]).map(({ labels }) => labels.get('pod'));
    expect(pods).toEqual(['a', 'b', 'c']);
    expect(store.all().map(({ labels }) => labels.get('__name__'))).toEqual(['down', 'up', 'up', 'up']);
  });

  it('leaves out series without a sample in the time asked for', () => {
    const store = new SeriesStore();
    store.append(named('up'), 1000, 1);
    store.append(named('up'), 5000, 1);
    const up = [newMatcher('__name__', '=', 'up')];
    expect(store.select(up, 1000, 1000)).toHaveLength(1);
    expect(store.select(up, 1001, 4999)).toHaveLength(0);
    expect(store.select(up, 5001)).toHaveLength(0);
  });

  it('refuses a sample that is not after the last one', () => {
    const store = new SeriesStore();
    store.append(named('up'), 1000, 1);
    expect(() => store.append(named('up'), 1000, 2)).toThrow('{__name__="up"} at 1000 ms is not after the last one');
  });

  it('keeps markers of the end beside the values', () => {
    const store = new SeriesStore();
    store.append(named('up'), 1000, NaN);
    store.appendStale(named('up'), 2000);
    const [series] = store.all();
    expect([series?.isStale(0), series?.isStale(1), series?.length]).toEqual([false, true, 2]);
  });

  test.prop([fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1 }), fc.integer({ min: -1, max: 201 })])(
    'counts the samples up to a time',
    (times, timeMs) => {
      const store = new SeriesStore();
      for (const at of times.sort((a, b) => a - b)) store.append(named('up'), at, at);
      expect(store.all()[0]?.countUntil(timeMs)).toBe(times.filter((at) => at <= timeMs).length);
      expect(store.size).toMatchObject({ series: 1, samples: times.length });
    },
  );
});

describe('labels', () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2')), { maxLength: 5 });

  test.prop([pairs, pairs])('are equal exactly if their keys are', (one, other) => {
    const [a, b] = [labelsOf(one), labelsOf(other)];
    expect(a.key === b.key).toBe(compareLabels(a, b) === 0);
    expect(a.values).not.toContain('');
  });

  test.prop([pairs])('are sorted, and keep and drop complete each other', (given) => {
    const labels = labelsOf(given);
    expect([...labels.names].sort()).toEqual(labels.names);
    const some = new Set(['a', 'c']);
    expect(labelsOf([...labels.keep(some).entries(), ...labels.drop(some).entries()]).key).toBe(labels.key);
  });
});
