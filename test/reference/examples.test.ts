import { describe, expect, it, test } from 'vitest';
import { worldFromManifests } from '../../src/scenario/bare.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { readReference, referenceYaml } from './reference.ts';

/** Chart templates, and files for other tools: no manifests. */
const OTHER_FILES = /helm-blue-green|kustomization|notifications\/configmap/u;
/** What is told of a file without anything to rehearse, which another file of its folder has. */
const NOTHING_TO_REHEARSE = 'E410';
const examples = referenceYaml('examples').filter((path) => !OTHER_FILES.test(path));

describe("the reference's own examples", () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  test.each(examples)('%s loads and runs', (path) => {
    const { rehearsal, diagnostics } = worldFromManifests([{ name: path, text: readReference(path) }]);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }): string => code);
    expect(errors.filter((code) => code !== NOTHING_TO_REHEARSE)).toEqual([]);
    if (rehearsal === undefined) return;
    expect(() => runWorld({ ...rehearsal.world, limitMs: 900_000 })).not.toThrow();
  });
});
