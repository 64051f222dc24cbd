import type { Numbers } from './kahan.ts';
import type { Window } from './select.ts';

/** What a range function needs beside the samples: its scalar arguments at this step. */
export type RangeFunction = (window: Window, args: readonly number[]) => number | undefined;

/**
 * How much a series grew over the whole window, guessed from its samples: up to 1.1 times their mean distance from an edge of the window the
 * growth is taken to reach that edge, else half that distance; a counter is not taken back below zero, and what it lost by a
 * reset is added. Samples 10, 20, 30 at 15, 30, 45 s in a window from 0 to 60 s: seen 20 in 30 s; 15 s more at both ends; 40.
 * Source: promql/functions.go extrapolatedRate.
 */
export function extrapolated(window: Window, isCounter: boolean, isRate: boolean): number | undefined {
  const { times, values } = window;
  const last = times.length - 1;
  if (last < 1) return undefined;
  const firstMs = times[0] ?? NaN;
  const lastMs = times[last] ?? NaN;
  const first = values[0] ?? NaN;
  let growth = (values[last] ?? NaN) - first;
  if (isCounter) growth = withResets(values, growth);

  const sampledSeconds = (lastMs - firstMs) / 1000;
  const meanDistance = sampledSeconds / last;
  const threshold = meanDistance * 1.1;
  let toStart = (firstMs - window.startMs) / 1000;
  let toEnd = (window.endMs - lastMs) / 1000;
  if (toStart >= threshold) toStart = meanDistance / 2;
  if (isCounter && growth > 0 && first >= 0) {
    const toZero = sampledSeconds * (first / growth);
    if (toZero < toStart) toStart = toZero;
  }
  if (toEnd >= threshold) toEnd = meanDistance / 2;
  let factor = sampledSeconds === 0 ? 1 : (sampledSeconds + toStart + toEnd) / sampledSeconds;
  if (isRate) factor /= window.rangeSeconds;
  return growth * factor;
}

/** The growth with what each reset has lost, added in the order of time: rounding depends on it. */
function withResets(values: Numbers, growth: number): number {
  let total = growth;
  for (let index = 1; index < values.length; index += 1) {
    const before = values[index - 1] ?? NaN;
    if ((values[index] ?? NaN) < before) total += before;
  }
  return total;
}

/** The step between the last two samples, per second for irate. Source: promql/functions.go instantValue. */
function lastStep({ times, values }: Window, isRate: boolean): number | undefined {
  const last = times.length - 1;
  const distanceMs = (times[last] ?? NaN) - (times[last - 1] ?? NaN);
  if (last < 1 || distanceMs === 0) return undefined;
  const value = values[last] ?? NaN;
  const before = values[last - 1] ?? NaN;
  if (!isRate) return value - before;
  return (value < before ? value : value - before) / (distanceMs / 1000);
}

function countPairs(values: Numbers, counts: (value: number, before: number) => boolean): number {
  let n = 0;
  for (let index = 1; index < values.length; index += 1) {
    if (counts(values[index] ?? NaN, values[index - 1] ?? NaN)) n += 1;
  }
  return n;
}

export const RATE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  rate: (window) => extrapolated(window, true, true),
  increase: (window) => extrapolated(window, true, false),
  delta: (window) => extrapolated(window, false, false),
  irate: (window) => lastStep(window, true),
  idelta: (window) => lastStep(window, false),
  resets: ({ values }) => countPairs(values, (value, before) => value < before),
  changes: ({ values }) =>
    countPairs(values, (value, before) => value !== before && !(Number.isNaN(value) && Number.isNaN(before))),
};
