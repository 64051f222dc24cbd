import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../src/controllers/analysis/pattern.ts';

// Source: Go regexp.MatchString, as utils/analysis/helpers.go GetDryRunMetrics calls it.
describe('patterns of metric names', () => {
  it.each([
    ['lph', 'alpha', true],
    ['', 'anything', true],
    ['^alpha$', 'alphabet', false],
    ['(?i)GAMMA', 'gamma', true],
    ['[^a].', 'é', false],
    ['\\pL$', 'latencé', true],
    ['(', 'anything(', false],
    ['(?=a)', 'a', false],
  ])('%s in %s: %s', (pattern, text, found) => {
    expect(matchesPattern(pattern, text)).toBe(found);
  });
});
