import { expect, it } from 'vitest';
import { RECORDING_RULES } from '../../src/simulation/recording/world.ts';
import { REHEARSAL_RULES } from '../../src/scenario/world-defaults.ts';

/** A rehearsal runs the code that the recordings prove, in another world: each parameter in which the two differ is here, with both values. */
it('a rehearsal differs from the world of a recording in these parameters alone', () => {
  const rehearsal = new Map(Object.entries(REHEARSAL_RULES));
  const recording = new Map(Object.entries(RECORDING_RULES));
  const names = [...new Set([...rehearsal.keys(), ...recording.keys()])].sort();
  const different = names.filter((name) => JSON.stringify(rehearsal.get(name)) !== JSON.stringify(recording.get(name)));
  expect(Object.fromEntries(different.map((name) => [name, [recording.get(name), rehearsal.get(name)]]))).toEqual({
    admission: [undefined, 'kubernetes'],
    defaults: [undefined, 'kubernetes'],
    podDeletion: ['recordings', 'kubernetes'],
    resolutionMs: [1000, 100],
    resync: [false, true],
    retriesNotFound: [true, false],
    retryDelaysMs: [
      [1000, 2000, 4000, 8000, 10_000],
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 10_000],
    ],
    workloads: [undefined, 'kubernetes'],
  });
  expect(names.filter((name) => !different.includes(name))).toEqual(['offsetMs', 'resyncPeriodMs', 'spinDelayMs']);
});
