/** A part of a query, by offsets into its text: from `start` up to, not including, `end`. */
export interface PositionRange {
  readonly start: number;
  readonly end: number;
}

const utf8 = new TextEncoder();

/**
 * Where a part begins, as line and column, both from 1; columns count bytes. `errors +` at offset 7 is `1:8`.
 * Source: promql/parser/posrange/posrange.go StartPosInput.
 */
export function startPosition(query: string, start: number): string {
  if (query === '') return 'unknown position';
  if (start < 0 || start > query.length) return 'invalid position';
  const before = query.slice(0, start);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return `${line}:${utf8.encode(before.slice(lineStart)).length + 1}`;
}
