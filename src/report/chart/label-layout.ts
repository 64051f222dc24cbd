import type { BandRow, ChartData, MarkRow, PodsRow, Series } from './chart-data.ts';

/** Width of the plot and of one character of a label, in pixels: enough to keep labels apart without measuring fonts. */
export const PLOT_WIDTH = 860;
const CHARACTER = 5.8;

/** A mark with the row that its label got, 0 at the bottom, and the side of its time on which the label stands. */
export interface PlacedMark extends MarkRow {
  readonly row: number;
  readonly align: 'left' | 'right';
}

/** Width of a text of the usual size, in pixels; rather too much. */
export function textWidthOf(text: string): number {
  return text.length * CHARACTER;
}

function pixels(t: number, end: number): number {
  return (t / end) * PLOT_WIDTH;
}

/** Gives every label the lowest row in which it hits no other; labels near the right edge stand to the left of their time. */
export function placeMarks(marks: readonly MarkRow[], end: number): readonly PlacedMark[] {
  const rows: { from: number; to: number }[][] = [];
  return marks.map((mark) => {
    const at = pixels(mark.t, end);
    const width = textWidthOf(mark.label) + 16;
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
  return bands.filter((band) => pixels(band.to - band.from, end) >= textWidthOf(band.label) + 4);
}

/** Where a line's name stands: the middle of the longest stretch on which it is apart from the other lines. */
export interface LineLabel {
  readonly t: number;
  readonly value: number;
  readonly role: Series;
  readonly name: string;
}

export function lineLabels(data: ChartData): readonly LineLabel[] {
  const roles = [...new Set(data.pods.map((row) => row.role))];
  const byRole = roles.map((role) => ({ role, own: stretches(data.pods.filter((row) => row.role === role)) }));
  return byRole.flatMap(({ role, own }) => {
    const others = byRole.flatMap((other) => (other.role === role ? [] : other.own));
    let best: Stretch | undefined;
    for (const stretch of own) {
      const isFree = !others.some((other) => touches(stretch, other) && Math.abs(other.value - stretch.value) < 1);
      const isLonger = best === undefined || stretch.to - stretch.from > best.to - best.from;
      if (stretch.value > 0 && isFree && isLonger) best = stretch;
    }
    return best === undefined
      ? []
      : [{ t: (best.from + best.to) / 2, value: best.value, role, name: data.names[role] }];
  });
}

/** A time during which a line is level. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

function touches(a: Stretch, b: Stretch): boolean {
  return a.from < b.to && b.from < a.to;
}

function stretches(rows: readonly PodsRow[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next === undefined || next.part !== row.part) continue;
    const last = result.at(-1);
    if (last !== undefined && last.value === row.available && last.to === row.t) {
      result[result.length - 1] = { ...last, to: next.t };
    } else {
      result.push({ from: row.t, to: next.t, value: row.available });
    }
  }
  return result;
}

const STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** Round times for the axis, at most a dozen. */
export function timeTicks(end: number): readonly number[] {
  const step = STEPS.find((one) => end / one <= 12) ?? Math.ceil(end / 12 / 86_400) * 86_400;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}
