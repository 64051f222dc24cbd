import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
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
});
