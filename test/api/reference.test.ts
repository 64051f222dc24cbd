import { describe, expect, it } from 'vitest';
import { REFERENCE_VERSIONS, Reference } from '../../src/api/reference.ts';
import { VERSIONED_BEHAVIOURS } from '../../src/api/reference-behaviours.ts';

describe('the version of the reference', () => {
  it('has what came with it and what came before, and nothing that came later', () => {
    const capped = REFERENCE_VERSIONS.map((version) => new Reference(version).has('min-pods-capped'));
    expect(capped).toEqual([false, false, true]);
    const labelled = REFERENCE_VERSIONS.map((version) => new Reference(version).has('experiment-inherits-labels'));
    expect(labelled).toEqual([false, true, true]);
  });

  it('names every behaviour once', () => {
    const ids = VERSIONED_BEHAVIOURS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
