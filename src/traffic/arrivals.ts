import type { ArrivalsSpec, BurstArrivals, DailyArrivals, RampArrivals, RateStep } from '../world/traffic.ts';

const DAY_MS = 24 * 3_600_000;

/** The expected number of requests in [fromMs, toMs): the rate's integral, exact for every form. */
export function expectedArrivals(arrivals: ArrivalsSpec, fromMs: number, toMs: number): number {
  switch (arrivals.kind) {
    case 'constant':
      return (arrivals.perSecond * (toMs - fromMs)) / 1000;
    case 'ramp':
      return ramp(arrivals, fromMs, toMs);
    case 'steps':
      return steps(arrivals.steps, fromMs, toMs);
    case 'daily':
      return daily(arrivals, fromMs, toMs);
    case 'burst':
      return burst(arrivals, fromMs, toMs);
  }
}

/** A straight line's integral: its mean height times its width. */
function trapezoid(startRate: number, endRate: number, widthMs: number): number {
  return (((startRate + endRate) / 2) * widthMs) / 1000;
}

/** The part of [fromMs, toMs) that lies in [lowMs, highMs). */
function overlap(fromMs: number, toMs: number, lowMs: number, highMs: number): readonly [number, number] {
  const start = Math.max(fromMs, lowMs);
  return [start, Math.max(start, Math.min(toMs, highMs))];
}

/** `from` up to the start, `to` from the end on, a straight line between. */
function ramp({ from, to, startMs, durationMs }: RampArrivals, fromMs: number, toMs: number): number {
  const endMs = startMs + durationMs;
  const rateAt = (timeMs: number): number =>
    durationMs === 0 ? to : from + ((to - from) * (timeMs - startMs)) / durationMs;
  const [a0, a1] = overlap(fromMs, toMs, -Infinity, startMs);
  const [b0, b1] = overlap(fromMs, toMs, startMs, endMs);
  const [c0, c1] = overlap(fromMs, toMs, endMs, Infinity);
  const sloped = b1 > b0 ? trapezoid(rateAt(b0), rateAt(b1), b1 - b0) : 0;
  return trapezoid(from, from, a1 - a0) + sloped + trapezoid(to, to, c1 - c0);
}

/** Nothing before the first step. */
function steps(all: readonly RateStep[], fromMs: number, toMs: number): number {
  return all.reduce((sum, step, index) => {
    const [start, end] = overlap(fromMs, toMs, step.fromMs, all[index + 1]?.fromMs ?? Infinity);
    return sum + trapezoid(step.perSecond, step.perSecond, end - start);
  }, 0);
}

function daily({ perSecond, startOfDayMs }: DailyArrivals, fromMs: number, toMs: number): number {
  const stretchMs = DAY_MS / perSecond.length;
  const rateAt = (stretch: number): number => perSecond[stretch % perSecond.length] ?? 0;
  const firstStretch = Math.floor((fromMs + startOfDayMs) / stretchMs);
  let sum = 0;
  for (let stretch = firstStretch; stretch * stretchMs - startOfDayMs < toMs; stretch += 1) {
    const startMs = stretch * stretchMs - startOfDayMs;
    const [from, to] = overlap(fromMs, toMs, startMs, startMs + stretchMs);
    const at = (timeMs: number): number =>
      rateAt(stretch) + ((rateAt(stretch + 1) - rateAt(stretch)) * (timeMs - startMs)) / stretchMs;
    sum += trapezoid(at(from), at(to), to - from);
  }
  return sum;
}

function burst({ base, peak, startMs, durationMs, everyMs }: BurstArrivals, fromMs: number, toMs: number): number {
  let inBursts = 0;
  let start = startMs;
  if (everyMs !== undefined && fromMs > startMs) start += Math.floor((fromMs - startMs) / everyMs) * everyMs;
  while (start < toMs) {
    const [from, to] = overlap(fromMs, toMs, start, start + durationMs);
    inBursts += to - from;
    if (everyMs === undefined) break;
    start += everyMs;
  }
  return trapezoid(base, base, toMs - fromMs) + trapezoid(peak - base, peak - base, inBursts);
}
