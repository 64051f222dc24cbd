import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verdicts } from '../../src/expect/verdicts.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { diskFiles } from './disk-files.ts';

const folders = readdirSync('scenarios', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

describe('every scenario of ours', () => {
  test.each(folders)('%s loads without a word, is named after its folder, and says what it shows', (folder) => {
    const { rehearsal, diagnostics } = loadScenario(diskFiles(process.cwd()), `scenarios/${folder}`);
    expect(formatDiagnostics(diagnostics)).toBe('');
    expect(rehearsal?.world.name).toBe(folder);
    expect(rehearsal?.world.title).not.toBe(folder);
    expect(rehearsal?.description).not.toBe('');
    expect(rehearsal?.expectations).not.toEqual([]);
  });

  test.each(folders)('%s comes out as it expects', (folder) => {
    const { rehearsal } = loadScenario(diskFiles(process.cwd()), `scenarios/${folder}`);
    if (rehearsal === undefined) throw new Error('it does not load');
    const { world, hash, expectations } = rehearsal;
    const judged = verdicts(runWorld(world, { hash, freeze: true }), expectations);
    expect(judged.filter(({ passed }) => !passed)).toEqual([]);
    expect(judged).toHaveLength(expectations.length);
  });
});
