import { expect } from 'vitest';
import { deepEqual } from '../../../src/api/equality.ts';
import type { Json } from '../../../src/api/json.ts';
import { loadTable, type TableCase } from './load-table.ts';

export * from './inputs.ts';

/** Expects every row of a table to give its recorded output; `accept` picks the rows. */
export function expectRows(
  name: string,
  compute: (row: TableCase) => Json,
  accept?: (row: TableCase) => boolean,
): void {
  const rows = loadTable(name).cases.filter((row) => accept === undefined || accept(row));
  const different = rows.flatMap((row) => {
    const got = compute(row);
    return deepEqual(got, row.out) ? [] : [{ id: row.id, expected: row.out, got }];
  });
  expect(different.slice(0, 5)).toEqual([]);
  expect(different.length).toBe(0);
  expect(rows.length).toBeGreaterThan(0);
}
