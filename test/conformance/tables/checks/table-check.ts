import type { Json, JsonObject } from '../../../../src/api/json.ts';

/** One recorded call of a function of the reference; marks such as `approx` or `platform` are further keys of the row. */
export interface TableRow {
  readonly id: string;
  readonly in: JsonObject;
  readonly out: Json;
  readonly marks: JsonObject;
}

/** How the rows of one table are computed by the product. */
export interface TableCheck {
  readonly table: string;
  /** What the product gives for a row's `in`; `file` is the table file's top level, for what its rows share. */
  compute(input: JsonObject, file: JsonObject, row: TableRow): Json;
  /** Whether that is what was recorded; absent: deeply equal to `out`. */
  equal?(got: Json, row: TableRow): boolean;
}
