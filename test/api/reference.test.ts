import { describe, expect, it } from 'vitest';
import { DEFAULT_REFERENCE, Reference, type VersionedBehaviour } from '../../src/api/reference.ts';

const BEHAVIOURS: readonly VersionedBehaviour[] = [
  { id: 'kept', statement: 'It does.', pullRequest: 'argoproj/argo-rollouts#1', versions: [DEFAULT_REFERENCE] },
  { id: 'gone', statement: 'It did.', pullRequest: 'argoproj/argo-rollouts#2', versions: [] },
];

describe('the version of the reference', () => {
  it('has the behaviours that the table lists for it', () => {
    const reference = new Reference(DEFAULT_REFERENCE, BEHAVIOURS);
    expect([reference.has('kept'), reference.has('gone')]).toEqual([true, false]);
  });

  it('refuses to answer for a behaviour that the table lacks', () => {
    expect(() => new Reference(DEFAULT_REFERENCE, BEHAVIOURS).has('misspelt')).toThrow('misspelt');
  });
});
