import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownDifferences } from '../known-differences.ts';
import { CHECKS } from './checks/registry.ts';
import { judgeTable } from './judge-table.ts';
import { loadTable } from './load-table.ts';

const tables = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.json.gz'))
  .map((file) => file.slice(0, -'.json.gz'.length));

describe('tables of recorded calls', () => {
  it('have one check each', () => {
    const names = CHECKS.map(({ table }) => table);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !tables.includes(name))).toEqual([]);
  });

  it.each(tables)('%s', (name) => {
    const { different, total } = judgeTable(loadTable(name));
    expect(total).toBeGreaterThan(0);
    if (knownDifferences.has(`table:${name}`)) {
      expect(different.length, 'equal, though listed as different').toBeGreaterThan(0);
      return;
    }
    expect(different.slice(0, 5)).toEqual([]);
  });
});
