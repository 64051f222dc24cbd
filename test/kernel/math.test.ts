import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp } from '../../src/kernel/exp.ts';
import { binaryExponent, scaleByPowerOfTwo, significand } from '../../src/kernel/float-bits.ts';
import { log, log10, log1p, log2 } from '../../src/kernel/log.ts';
import { pow } from '../../src/kernel/pow.ts';
import { evenly } from '../evenly.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const positive = fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true });
const runs = { numRuns: 20_000 };

/** Distance in units of the last place of `expected`. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Infinity;
  const ulp = expected === 0 ? 5e-324 : Math.max(5e-324, scaleByPowerOfTwo(1, binaryExponent(expected) - 53));
  return Math.abs(actual - expected) / ulp;
}

describe('float bits', () => {
  it('takes any number apart and puts it together', () => {
    fc.assert(
      fc.property(finite, (x) => {
        if (x === 0) return;
        const m = significand(x);
        expect(Math.abs(m)).toBeGreaterThanOrEqual(0.5);
        expect(Math.abs(m)).toBeLessThan(1);
        expect(scaleByPowerOfTwo(m, binaryExponent(x))).toBe(x);
      }),
      runs,
    );
  });

  it('rounds once into the subnormal numbers', () => {
    expect(scaleByPowerOfTwo(0.75, -1074)).toBe(5e-324);
    expect(scaleByPowerOfTwo(0.5, -1074)).toBe(0);
    expect(scaleByPowerOfTwo(1, 1024)).toBe(Infinity);
    expect(scaleByPowerOfTwo(-1, -2000)).toBe(-0);
  });
});

describe('log and exp', () => {
  it('log is within one unit in the last place of Math.log', () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
      }),
      runs,
    );
    fc.assert(
      fc.property(evenly(0.5, 2), (x) => {
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('exp is within one unit in the last place of Math.exp', () => {
    fc.assert(
      fc.property(evenly(-746, 710), (x) => {
        expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('log1p keeps the digits of small numbers', () => {
    fc.assert(
      fc.property(evenly(-0.5, 1), (x) => {
        expect(ulps(log1p(x), Math.log1p(x))).toBeLessThanOrEqual(4);
      }),
      runs,
    );
  });

  it('knows the ends of the scale', () => {
    expect([log(0), log(-1), log(Infinity), log(NaN), log(1)]).toEqual([-Infinity, NaN, Infinity, NaN, 0]);
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(NaN), exp(1e-20)]).toEqual([1, 0, Infinity, NaN, 1]);
    expect([exp(709.78), exp(710), exp(-745.1), exp(-746)]).toEqual([1.7928227943945155e308, Infinity, 5e-324, 0]);
  });

  it('log2 is exact for powers of two, log10 for small powers of ten', () => {
    for (let k = -1074; k <= 1023; k++) expect(log2(scaleByPowerOfTwo(1, k))).toBe(k);
    expect([log10(0), log10(100), log10(1000), log2(-1), log2(Infinity)]).toEqual([-Infinity, 2, 3, NaN, Infinity]);
  });
});

describe('pow', () => {
  it('is exact for whole powers that a number can hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.nat(6), (x, n) => {
        let product = 1;
        for (let i = 0; i < n; i++) product *= x;
        expect(pow(x, n)).toBe(product);
      }),
    );
    expect(pow(10, 22)).toBe(1e22);
    expect(pow(2, -1074)).toBe(5e-324);
  });

  // Repeated squaring loses at most about one unit in the last place for each unit of the exponent, and e^(f ln x) a few.
  it('agrees with Math.pow to as many units in the last place as the exponent is large', () => {
    fc.assert(
      fc.property(
        evenly(-3, 3).map((exponent) => Math.pow(10, exponent)),
        evenly(-20, 20),
        (x, y) => {
          expect(ulps(pow(x, y), Math.pow(x, y))).toBeLessThanOrEqual(4 + Math.abs(y));
        },
      ),
      runs,
    );
  });

  it('treats zeros, infinities and NaN as IEEE 754 does, with 1^y and (-1)^(+-Inf) equal to 1', () => {
    const odd = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Infinity, -Infinity, NaN, 2.5, -2.5, 1e300, -1e300];
    for (const x of odd) {
      for (const y of odd) {
        const expected = x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : Math.pow(x, y);
        expect(ulps(pow(x, y), expected), `pow(${x}, ${y})`).toBeLessThanOrEqual(2);
      }
    }
  });
});
