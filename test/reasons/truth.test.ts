import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueGreenCase, canaryCase, worldOfRandomCase } from '../properties/random-case.ts';
import { SETTINGS, TIMEOUT_MS } from '../properties/settings.ts';
import { checkWorld, SCENARIOS, scenarioWorld } from './runs.ts';

// The recordings' reasons are checked where the recordings are: test/conformance/describe-groups.ts.
describe('the reasons of a run', () => {
  it.each(SCENARIOS)('are true in the scenario %s', (name) => {
    expect(checkWorld(scenarioWorld(name)).wrong).toEqual([]);
  });

  it('are true for any strategy', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(fc.oneof(canaryCase, blueGreenCase), (choice) => {
      expect(checkWorld(worldOfRandomCase(choice)).wrong).toEqual([]);
    });
    fc.assert(property, SETTINGS);
  });
});
