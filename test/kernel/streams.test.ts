import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streams } from '../../src/kernel/streams.ts';
import { chiSquare } from './statistics.ts';

const words = (seed: number | string, ...names: string[]): number[] => {
  const stream = streams(seed).stream(...names);
  return Array.from({ length: 4 }, () => stream.uint32());
};

describe('streams', () => {
  it('draws the same words for ever (golden vectors)', () => {
    expect(words(1)).toEqual([993898127, 366840967, 3564273800, 1918562153]);
    expect(words(2, 'pod-startup', 'web-00001')).toEqual([331975711, 2963338097, 749836048, 1636646506]);
    expect(words('night shift', 'größe', '✓')).toEqual([675620421, 2541917886, 2169443315, 3761345368]);
    const stream = streams(7).stream('traffic');
    expect([stream.uniform(), stream.int(6), stream.int(1000)]).toEqual([0.09345657267917085, 1, 949]);
  });

  it('does not depend on which streams were made or used before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.string()), fc.array(fc.array(fc.string())), (seed, names, others) => {
        const alone = streams(seed);
        const together = streams(seed);
        for (const other of others) together.stream(...other, 'other').uint32();
        expect(together.stream(...names).uint32()).toBe(alone.stream(...names).uint32());
      }),
    );
  });

  it('goes on where it was when asked for again', () => {
    const run = streams(3);
    const first = run.stream('a').uint32();
    expect(run.stream('a').uint32()).not.toBe(first);
  });

  it('keeps seeds and names apart', () => {
    const keys: [number | string, ...string[]][] = [
      [1],
      ['1'],
      [11],
      [1, '1'],
      [1, 'a', 'b'],
      [1, 'ab'],
      [1, 'a,b'],
      [1, 'ā'],
      [1, '\u0001'],
      [1, ''],
      [1, '', ''],
    ];
    expect(new Set(keys.map((key) => words(...key).join())).size).toBe(keys.length);
  });

  it('neighbouring seeds are independent: first draws do not form progressions', () => {
    const first = Array.from({ length: 5002 }, (_, seed) => streams(seed).stream('x').uniform());
    let progressions = 0;
    for (let i = 0; i + 2 < first.length; i++) {
      const bend = (first[i] ?? 0) - 2 * (first[i + 1] ?? 0) + (first[i + 2] ?? 0);
      const off = bend - Math.floor(bend);
      if (Math.min(off, 1 - off) < 0.005) progressions += 1;
    }
    // Independent draws: 1 % of 5000, standard deviation 7; within 5 of them.
    expect(Math.abs(progressions - 50)).toBeLessThan(35);
  });

  it('uniform() and int() are even (chi-square, 99.99 %)', () => {
    const stream = streams(1).stream('even');
    const n = 200_000;
    for (const cells of [2, 7, 100]) {
      const byUniform = new Array<number>(cells).fill(0);
      const byInt = new Array<number>(cells).fill(0);
      for (let i = 0; i < n; i++) {
        const u = stream.uniform();
        expect(u >= 0 && u < 1).toBe(true);
        byUniform[Math.floor(u * cells)]! += 1;
        byInt[stream.int(cells)]! += 1;
      }
      const expected = new Array<number>(cells).fill(n / cells);
      expect(chiSquare(byUniform, expected).withinConfidence).toBe(true);
      expect(chiSquare(byInt, expected).withinConfidence).toBe(true);
    }
  });

  it('int(n) refuses what is not a count', () => {
    const stream = streams(1).stream();
    for (const n of [0, -1, 1.5, NaN, 2 ** 32 + 1]) expect(() => stream.int(n)).toThrow(RangeError);
    expect(stream.int(1)).toBe(0);
    expect(stream.int(2 ** 32)).toBeLessThan(2 ** 32);
  });
});
