/** Sequences that colour a terminal's text: they take no room. */
const ANSI = /\u001b\[[\d;]*m/g;

/** Columns a text takes on a terminal: every character of the views takes one. */
function displayWidth(text: string): number {
  return [...text.replace(ANSI, '')].length;
}

/** A text filled with blanks to a width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

const GAP = 2;

/**
 * Rows as aligned columns, two blanks apart unless told otherwise; the last cell of a row is not filled up, and every row has as many cells.
 * Source: text/tabwriter with padding 2 (github.com/juju/ansiterm/tabwriter for coloured text).
 */
export function formatTable(rows: readonly (readonly string[])[], gap = GAP): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
    });
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === row.length - 1 ? cell : padded(cell, (widths[column] ?? 0) + gap))).join('');
  return rows.map((row) => `${line(row)}\n`).join('');
}

const LABEL_WIDTH = 17;

/** `Name:            demo`: one property of the head of a view. Source: pkg/kubectl-argo-rollouts/cmd/get/get.go tableFormat. */
export function property(label: string, value: string | number): string {
  return `${padded(label, LABEL_WIDTH)}${value}\n`;
}
