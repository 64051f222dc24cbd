import { describe, expect, test } from 'vitest';
import { versionChanges } from '../../src/study/changes.ts';
import type { CountSample, VersionCounts } from '../../src/study/counts.ts';
import { measureUpdate } from '../../src/study/figures.ts';

type Row = readonly [second: number, old: readonly [number, number], fresh: readonly [number, number], share: number];

interface More {
  readonly desired?: number;
  readonly wanted?: (second: number) => string;
  readonly aborted?: (second: number) => boolean;
  readonly end?: number;
}

const counts = ([current, available]: readonly [number, number]): VersionCounts => ({ current, available });

/** Measures rows of `second, [pods, available] of the old version, the same of the new one, its share`; the change is at second 10. */
function measure(rows: readonly Row[], more: More = {}): ReturnType<typeof measureUpdate> {
  const { desired = 4, wanted = () => 'new', aborted = () => false, end = 100 } = more;
  const samples = rows.map(([second, old, fresh]): CountSample => ({
    atMs: second * 1000,
    desired,
    versions: new Map([
      ['old', counts(old)],
      ['new', counts(fresh)],
    ]),
    wanted: wanted(second),
    aborted: aborted(second),
  }));
  const exposure = rows.map(([second, , , share]) => ({ atMs: second * 1000, share }));
  return measureUpdate(samples, exposure, { changeMs: 10_000, endMs: end * 1000, newVersion: 'new' });
}

describe('the figures of an update', () => {
  test('replaced one after the other with one extra pod', () => {
    // 5 pods for 40 s, 4 afterwards: 40 extra pod-seconds. Callers: (0 + ¼ + ½ + ¾) · 10 s = 15 s of all.
    const { moments, ...figures } = measure([
      [0, [4, 4], [0, 0], 0],
      [10, [4, 4], [1, 0], 0],
      [20, [4, 3], [1, 1], 0.25],
      [30, [3, 2], [2, 2], 0.5],
      [40, [2, 1], [3, 3], 0.75],
      [50, [0, 0], [4, 4], 1],
    ]);
    expect(figures).toEqual({
      outcome: 'completed',
      durationMs: 40_000,
      recoveredMs: undefined,
      leastAvailable: 4,
      mostMissing: 0,
      outageMs: 0,
      shortMs: 0,
      mostPods: 5,
      extraPodSeconds: 40,
      exposedSeconds: 15,
    });
    expect(moments.map(({ sinceMs, availableNew }) => [sinceMs / 1000, availableNew])).toEqual([
      [0, 0],
      [10, 1],
      [20, 2],
      [30, 3],
      [40, 4],
    ]);
  });

  test('all pods gone before the new ones come', () => {
    expect(
      measure([
        [0, [4, 4], [0, 0], 0],
        [10, [0, 0], [4, 0], 0],
        [15, [0, 0], [4, 1], 1],
        [18, [0, 0], [4, 4], 1],
      ]),
    ).toMatchObject({
      durationMs: 8000,
      leastAvailable: 0,
      mostMissing: 4,
      outageMs: 5000,
      shortMs: 8000,
      extraPodSeconds: 0,
    });
  });

  test('complete only when all callers meet all of the new pods', () => {
    const preview: Row = [20, [4, 4], [4, 4], 0];
    expect(measure([[0, [4, 4], [0, 0], 0], preview])).toMatchObject({ outcome: 'unfinished', durationMs: undefined });
    expect(measure([[0, [4, 4], [0, 0], 0], preview, [70, [4, 4], [4, 4], 1]])).toMatchObject({ durationMs: 60_000 });
  });

  test('a version that never comes has not recovered, however well the old one serves', () => {
    expect(
      measure([
        [0, [4, 4], [0, 0], 0],
        [10, [4, 4], [1, 0], 0],
        [20, [4, 4], [1, 0], 0],
      ]),
    ).toMatchObject({ outcome: 'unfinished', recoveredMs: undefined, shortMs: 0, extraPodSeconds: 90 });
  });

  test('recovered when it was called off, nobody meets it any more, and all pods are back', () => {
    const rows: readonly Row[] = [
      [0, [4, 4], [0, 0], 0],
      [10, [3, 3], [1, 1], 0.25],
      [30, [4, 3], [1, 0], 0],
      [35, [4, 4], [0, 0], 0],
    ];
    // An abort leaves the new version wanted; an undo wants the old one again. Both call it off.
    const aborted = measure(rows, { aborted: (second) => second >= 30 });
    const undone = measure(rows, { wanted: (second) => (second >= 30 ? 'old' : 'new') });
    for (const figures of [aborted, undone]) {
      expect(figures).toMatchObject({
        outcome: 'reverted',
        durationMs: undefined,
        recoveredMs: 25_000,
        exposedSeconds: 5,
      });
    }
  });

  test('a retry that is under way at the end has not recovered', () => {
    const aborted = (second: number): boolean => second === 30;
    const rows: readonly Row[] = [
      [10, [4, 4], [1, 1], 0.2],
      [30, [4, 4], [0, 0], 0],
      [50, [4, 4], [1, 1], 0.2],
    ];
    expect(measure(rows, { aborted })).toMatchObject({ outcome: 'unfinished', recoveredMs: undefined });
  });

  test('what comes at the end of the span and later does not count', () => {
    const rows: readonly Row[] = [
      [10, [4, 4], [0, 0], 0],
      [40, [0, 0], [0, 0], 0],
    ];
    expect(measure(rows, { end: 40 })).toMatchObject({ leastAvailable: 4, outageMs: 0 });
    expect(measure(rows, { end: 41 })).toMatchObject({ leastAvailable: 0, outageMs: 1000 });
  });

  test('a workload that is to have no pods has no outage', () => {
    expect(measure([[10, [0, 0], [0, 0], 0]], { desired: 0 })).toMatchObject({ outageMs: 0, shortMs: 0 });
  });
});

describe('changes of the version', () => {
  const changes = (...wanted: readonly (readonly [number, string | undefined])[]): ReturnType<typeof versionChanges> =>
    versionChanges(
      wanted.map(([atMs, one]) => ({ atMs, desired: 1, versions: new Map(), wanted: one, aborted: false })),
    );

  test('begin with the second version', () => {
    expect(changes()).toEqual([]);
    expect(changes([0, undefined], [1, 'a'], [2, 'a'])).toEqual([]);
    expect(changes([1, 'a'], [5, 'b'], [6, 'b'])).toEqual([{ from: 'a', to: 'b', atMs: 5, endMs: undefined }]);
  });

  test('are not those back to the version before, nor those to the new one again', () => {
    expect(changes([1, 'a'], [5, 'b'], [7, 'a'], [9, 'b'])).toEqual([
      { from: 'a', to: 'b', atMs: 5, endMs: undefined },
    ]);
  });

  test('end when a third version comes', () => {
    expect(changes([1, 'a'], [5, 'b'], [8, 'c'], [9, 'b'])).toEqual([
      { from: 'a', to: 'b', atMs: 5, endMs: 8 },
      { from: 'b', to: 'c', atMs: 8, endMs: undefined },
    ]);
  });
});
