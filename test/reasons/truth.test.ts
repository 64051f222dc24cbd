import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueGreenCase, canaryCase, worldOfRandomCase } from '../properties/random-case.ts';
import { SETTINGS, TIMEOUT_MS } from '../properties/settings.ts';
import { problemsOf } from './problems.ts';
import { checkWorld, SCENARIOS, scenarioWorld, Tally } from './runs.ts';

// The recordings' reasons are checked where the recordings are: test/conformance/describe-groups.ts.
describe('the reasons of a run', () => {
  it.each(SCENARIOS)('are true in the scenario %s, and none is missing', (name) => {
    const run = checkWorld(scenarioWorld(name));
    expect(problemsOf(run)).toEqual([]);
    expect(run.checked).toBeGreaterThan(0);
  });

  it.each(['getting-started', 'canary-nginx', 'blue-green'])('explain every change of %s', (name) => {
    expect(checkWorld(scenarioWorld(name)).bare).toEqual([]);
  });

  it('come from many rules: none explains more than 15 % of the changes of rollouts', () => {
    const all = new Tally();
    for (const name of SCENARIOS) all.add(name, checkWorld(scenarioWorld(name)));
    const changes = all.changes.get('rollouts')?.all ?? 0;
    const many = [...(all.uses.get('rollouts') ?? [])].filter(([, count]) => count > 0.15 * changes);
    expect(changes).toBeGreaterThan(500);
    expect(many).toEqual([]);
  });

  it('are true for any strategy, and none is missing', { timeout: TIMEOUT_MS }, () => {
    const property = fc.property(fc.oneof(canaryCase, blueGreenCase), (choice) => {
      expect(problemsOf(checkWorld(worldOfRandomCase(choice)))).toEqual([]);
    });
    fc.assert(property, SETTINGS);
  });
});
