import { PALETTE } from '../chart/palette.ts';
import type { StrategyReport } from './schema.ts';

/** What an area of the chart stands for. */
export type Fill = 'old' | 'new' | 'missing';

/** Light, middle, dark: they differ in black and white. */
export const FILLS: Readonly<Record<Fill, string>> = {
  old: '#c3d5ea',
  new: PALETTE.canary,
  missing: '#7f1d16',
};

/** A rectangle: seconds across, pods or shares up. */
export interface AreaRow {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly fill: Fill;
}

/** The pods that answered, the new ones on the old ones, and above them those that were missing. */
export function areasOf(strategy: StrategyReport, end: number): readonly AreaRow[] {
  return stretches(strategy, end).flatMap(({ from, to, moment }) => {
    const { availableOld, availableNew, desired } = moment;
    const available = availableOld + availableNew;
    const bands: readonly (readonly [Fill, number, number])[] = [
      ['old', 0, availableOld],
      ['new', availableOld, available],
      ['missing', available, desired],
    ];
    return bands.filter(([, low, high]) => high > low).map(([fill, low, high]) => ({ from, to, low, high, fill }));
  });
}

/** Who met which version; nobody anything while no pod answered. */
export function sharesOf(strategy: StrategyReport, end: number): readonly AreaRow[] {
  return stretches(strategy, end).flatMap(({ from, to, moment }): readonly AreaRow[] => {
    const { availableOld, availableNew, desired, share } = moment;
    if (availableOld + availableNew === 0 && desired > 0) return [{ from, to, low: 0, high: 1, fill: 'missing' }];
    const bands: readonly (readonly [Fill, number, number])[] = [
      ['new', 0, share],
      ['old', share, 1],
    ];
    return bands.filter(([, low, high]) => high > low).map(([fill, low, high]) => ({ from, to, low, high, fill }));
  });
}

interface MomentStretch {
  readonly from: number;
  readonly to: number;
  readonly moment: StrategyReport['moments'][number];
}

/** Moments that look alike are one stretch. */
function stretches({ moments }: StrategyReport, end: number): readonly MomentStretch[] {
  const result: MomentStretch[] = [];
  for (const [index, moment] of moments.entries()) {
    const from = moment.sinceMs / 1000;
    const to = Math.min(end, (moments[index + 1]?.sinceMs ?? end * 1000) / 1000);
    const last = result.at(-1);
    if (last !== undefined && looksLike(last.moment, moment)) result[result.length - 1] = { ...last, to };
    else if (to > from) result.push({ from, to, moment });
  }
  return result;
}

function looksLike(a: MomentStretch['moment'], b: MomentStretch['moment']): boolean {
  return (
    a.desired === b.desired &&
    a.availableOld === b.availableOld &&
    a.availableNew === b.availableNew &&
    a.share === b.share
  );
}
