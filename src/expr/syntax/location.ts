/** Where something stands in an expression. */
export interface Location {
  /** Counted from 1; 0 together with column 0 where the reference knows no place. */
  readonly line: number;
  /** Counted from 0, in code points, as the reference counts. */
  readonly column: number;
  /** The token in the text, in UTF-16 units: what editors and diagnostics underline. */
  readonly start: number;
  readonly end: number;
}

/** The place of what has none, such as a node that the checker made. */
export const NOWHERE: Location = { line: 0, column: 0, start: 0, end: 0 };
