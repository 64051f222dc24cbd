import type { Json, JsonObject } from '../../../../src/api/json.ts';

/** How the rows of one table are computed by the product; the result is compared with the row's `out`. */
export interface TableCheck {
  readonly table: string;
  /** What the product gives for a row's `in`; `file` is the table file's top level, for what its rows share. */
  compute(input: JsonObject, file: JsonObject): Json;
  /** Rows that concern parts which are not built yet are left out of `npm test` (never of the runner). */
  accepts?(input: JsonObject): boolean;
}
