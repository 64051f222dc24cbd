import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, editDistance } from '../../src/scenario/suggest.ts';

describe('editDistance', () => {
  test.each([
    ['steps', 'steps', 0],
    ['stepz', 'steps', 1],
    ['setWieght', 'setWeight', 1],
    ['', 'abc', 3],
    ['untill', 'until', 1],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test('is symmetric, zero only for equal texts, and at most the longer length', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('didYouMean', () => {
  test('finds a near name whatever its case', () => {
    expect(didYouMean('readyafter', ['readyAfter', 'nodes'])).toBe('readyAfter');
  });

  test('does not guess when nothing is near', () => {
    expect(didYouMean('banana', ['seed', 'until'])).toBeUndefined();
  });
});
