import type { Numbers } from './kahan.ts';

/** Ascending, NaN first. */
function ascending(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) || a > b ? 1 : a < b ? -1 : 0;
}

/** Whether a quantile deserves a warning. */
export function isInvalidQuantile(q: number): boolean {
  return !(q >= 0 && q <= 1);
}

/** The q-quantile of values, between two of them in proportion. Source: promql/quantile.go quantile. */
export function quantile(q: number, values: Numbers): number {
  if (values.length === 0 || Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const sorted = Array.from(values).sort(ascending);
  const rank = q * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? NaN) * (1 - weight) + (sorted[upper] ?? NaN) * weight;
}
