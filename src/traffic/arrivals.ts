import { sampleBinomial } from '../kernel/binomial.ts';
import { samplePoisson } from '../kernel/poisson.ts';
import type { RandomStream, RandomStreams } from '../kernel/streams.ts';
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

/**
 * The next time after `nowMs` at which the rate changes: of a curve that changes all the time, `stepMs` later. Infinity if it stays as it is.
 */
export function nextRateChangeMs(arrivals: ArrivalsSpec, nowMs: number, stepMs: number): number {
  const later = (times: readonly number[]): number => Math.min(Infinity, ...times.filter((timeMs) => timeMs > nowMs));
  switch (arrivals.kind) {
    case 'constant':
      return Infinity;
    case 'ramp': {
      const { startMs, durationMs } = arrivals;
      return nowMs < startMs || nowMs >= startMs + durationMs ? later([startMs]) : nowMs + stepMs;
    }
    case 'steps':
      return later(arrivals.steps.map(({ fromMs }) => fromMs));
    case 'daily':
      return nowMs + stepMs;
    case 'burst': {
      const { startMs, durationMs, everyMs } = arrivals;
      const passed = everyMs === undefined || nowMs < startMs ? 0 : Math.floor((nowMs - startMs) / everyMs);
      const beginMs = startMs + passed * (everyMs ?? 0);
      return later([beginMs, beginMs + durationMs, beginMs + (everyMs ?? 0)]);
    }
  }
}

/**
 * Draws the requests of a flow. Their number is drawn for whole cells of time, which lie where they lie whatever happens in the cluster, and each part of a
 * cell takes its share of what is left: a Poisson process again. So two strategies under one seed meet the same requests, cell by cell.
 */
export class Arrivals {
  readonly #arrivals: ArrivalsSpec;
  readonly #cellMs: number;
  readonly #cells: RandomStream;
  readonly #parts: RandomStream;
  #cell = -1;
  #left = 0;

  constructor(arrivals: ArrivalsSpec, cellMs: number, streams: RandomStreams, flow: string) {
    this.#arrivals = arrivals;
    this.#cellMs = cellMs;
    this.#cells = streams.stream('traffic', 'arrivals', flow);
    this.#parts = streams.stream('traffic', 'arrivals within a cell', flow);
  }

  /** The requests in [fromMs, toMs). Stretches have to follow each other from 0 on. */
  draw(fromMs: number, toMs: number): number {
    let count = 0;
    for (let startMs = fromMs; startMs < toMs;) {
      const cell = Math.floor(startMs / this.#cellMs);
      const endMs = (cell + 1) * this.#cellMs;
      while (this.#cell < cell) this.#begin(this.#cell + 1);
      const stopMs = Math.min(endMs, toMs);
      count += this.#part(startMs, stopMs, endMs);
      startMs = stopMs;
    }
    return count;
  }

  #begin(cell: number): void {
    this.#cell = cell;
    const mean = expectedArrivals(this.#arrivals, cell * this.#cellMs, (cell + 1) * this.#cellMs);
    this.#left = samplePoisson(mean, this.#cells);
  }

  #part(fromMs: number, toMs: number, endMs: number): number {
    const rest = expectedArrivals(this.#arrivals, fromMs, endMs);
    const part = expectedArrivals(this.#arrivals, fromMs, toMs);
    const isLast = toMs === endMs || part >= rest;
    const count = isLast ? this.#left : sampleBinomial(this.#left, part / rest, this.#parts);
    this.#left -= count;
    return count;
  }
}
