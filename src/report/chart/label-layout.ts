import type { BandRow, ChartData, MarkRow, PodsRow, Series } from './chart-data.ts';

/** Width of the plot and of one character of a label, in pixels: enough to keep labels apart without measuring fonts. */
export const PLOT_WIDTH = 860;
const CHARACTER = 6.2;

/** A mark with the row that its label got, 0 at the bottom, and the side of its time on which the label stands. */
export interface PlacedMark extends MarkRow {
  readonly row: number;
  readonly align: 'left' | 'right';
}

function pixels(t: number, end: number): number {
  return (t / end) * PLOT_WIDTH;
}

/** Gives every label the lowest row in which it hits no other; labels near the right edge stand to the left of their time. */
export function placeMarks(marks: readonly MarkRow[], end: number): readonly PlacedMark[] {
  const rows: { from: number; to: number }[][] = [];
  return marks.map((mark) => {
    const at = pixels(mark.t, end);
    const width = mark.label.length * CHARACTER + 14;
    const align = at + width > PLOT_WIDTH ? 'right' : 'left';
    const from = align === 'left' ? at - 4 : at - width;
    const to = align === 'left' ? at + width : at + 4;
    let row = 0;
    while (rows[row]?.some((taken) => from < taken.to && taken.from < to) === true) row += 1;
    (rows[row] ??= []).push({ from, to });
    return { ...mark, row, align };
  });
}

/** The bands whose label fits into them. */
export function bandsWithRoom(bands: readonly BandRow[], end: number): readonly BandRow[] {
  return bands.filter((band) => pixels(band.to - band.from, end) >= band.label.length * CHARACTER + 4);
}

/** Where a line's name stands: the middle of the longest stretch on which it is apart from the other lines. */
export interface LineLabel {
  readonly t: number;
  readonly value: number;
  readonly role: Series;
}

export function lineLabels(data: ChartData): readonly LineLabel[] {
  const roles = [...new Set(data.pods.map((row) => row.role))];
  return roles.flatMap((role) => {
    const own = data.pods.filter((row) => row.role === role);
    let best: { readonly length: number; readonly label: LineLabel } | undefined;
    for (const stretch of stretches(own)) {
      const others = data.pods.filter((row) => row.role !== role && row.t >= stretch.from && row.t < stretch.to);
      if (stretch.value === 0 || others.some((row) => Math.abs(row.available - stretch.value) < 1)) continue;
      const length = stretch.to - stretch.from;
      if (best !== undefined && best.length >= length) continue;
      best = { length, label: { t: (stretch.from + stretch.to) / 2, value: stretch.value, role } };
    }
    return best === undefined ? [] : [best.label];
  });
}

function stretches(rows: readonly PodsRow[]): readonly { from: number; to: number; value: number }[] {
  const result: { from: number; to: number; value: number }[] = [];
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next === undefined) break;
    const last = result.at(-1);
    if (last !== undefined && last.value === row.available) last.to = next.t;
    else result.push({ from: row.t, to: next.t, value: row.available });
  }
  return result;
}

const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** Round times for the axis, at most a dozen. */
export function timeTicks(end: number): readonly number[] {
  const step = STEPS.find((one) => end / one <= 12) ?? Math.ceil(end / 12 / 86_400) * 86_400;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
