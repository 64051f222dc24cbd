import { deepEqual } from '../../../src/api/equality.ts';
import type { Json } from '../../../src/api/json.ts';
import { CHECKS } from './checks/registry.ts';
import { errorText } from './inputs.ts';
import type { Table } from './load-table.ts';

/** A row that the product computes otherwise than the reference. */
export interface RowDifference {
  readonly id: string;
  readonly expected: Json;
  readonly got: Json;
}

export interface TableVerdict {
  readonly table: string;
  readonly total: number;
  readonly different: readonly RowDifference[];
}

/** Compares every row of a table; a row whose computation throws is different, and so is every row of a table without a check. */
export function judgeTable(table: Table): TableVerdict {
  const check = CHECKS.find(({ table: name }) => name === table.table);
  const different: RowDifference[] = [];
  for (const row of table.cases) {
    let got: Json;
    try {
      got = check === undefined ? 'no check for this table' : check.compute(row.in, table.file, row);
      if (check?.equal === undefined ? deepEqual(got, row.out) : check.equal(got, row)) continue;
    } catch (error) {
      got = `threw: ${errorText(error)}`;
    }
    different.push({ id: row.id, expected: row.out, got });
  }
  return { table: table.table, total: table.cases.length, different };
}
