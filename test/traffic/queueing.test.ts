import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { sample } from '../../src/kernel/distributions.ts';
import { streams } from '../../src/kernel/streams.ts';
import { erlangB, erlangC, type Queue, queueState, waitPoints } from '../../src/traffic/queueing.ts';
import { evenly } from '../evenly.ts';

describe("Erlang's formulas", () => {
  // Gross and Harris, Fundamentals of Queueing Theory, section 2.3: the worked ratios of the doc comments.
  it('give the ratios of their sums', () => {
    expect(erlangB(3, 2)).toBeCloseTo(4 / 19, 14);
    expect(erlangC(3, 2)).toBeCloseTo(4 / 9, 14);
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 14);
    expect(erlangC(2, 2)).toBe(1);
  });
});

/** M/M/c/K by its balance equations, state by state. */
function bruteForce({ servers, serviceRate, places }: Queue, arrivals: number) {
  const weights = [1];
  for (let n = 1; n <= servers + places; n += 1) {
    weights.push((weights[n - 1] ?? 0) * (arrivals / (Math.min(n, servers) * serviceRate)));
  }
  const total = weights.reduce((sum, w) => sum + w, 0);
  const share = weights.map((w) => w / total);
  const blocked = share[servers + places] ?? 0;
  let waits = 0;
  let wait = 0;
  for (let n = servers; n < servers + places; n += 1) {
    const admitted = (share[n] ?? 0) / (1 - blocked);
    waits += admitted;
    wait += (admitted * (n - servers + 1)) / (servers * serviceRate);
  }
  return { blocked, waits, wait };
}

const queues = fc.record({
  servers: fc.integer({ min: 1, max: 12 }),
  serviceRate: evenly(0.5, 20),
  places: fc.integer({ min: 0, max: 30 }),
});

describe('the steady state of M/M/c/K', () => {
  test.prop([queues, evenly(0.01, 2.5)])('is that of its balance equations', (queue, use) => {
    const arrivals = use * queue.servers * queue.serviceRate;
    const state = queueState(queue, arrivals);
    const expected = bruteForce(queue, arrivals);
    expect(state.blocked).toBeCloseTo(expected.blocked, 9);
    expect(state.waits).toBeCloseTo(expected.waits, 9);
    expect(state.meanWaitSeconds).toBeCloseTo(expected.wait, 6);
    expect(state.utilisation).toBeCloseTo(use, 12);
  });

  it('becomes M/M/c where nobody is turned away', () => {
    const state = queueState({ servers: 4, serviceRate: 10, places: 5000 }, 30);
    expect(state.blocked).toBeLessThan(1e-12);
    expect(state.waits).toBeCloseTo(erlangC(4, 3), 12);
    expect(state.meanWaitSeconds).toBeCloseTo(erlangC(4, 3) / (40 - 30), 12);
  });

  it('turns away what is too much', () => {
    const state = queueState({ servers: 2, serviceRate: 5, places: 1000 }, 100_000);
    expect(state.blocked).toBeCloseTo(1 - 10 / 100_000, 9);
    expect(state.meanWaitSeconds).toBeCloseTo(1000 / 10, 1);
  });

  test.prop([queues.filter(({ places }) => places > 0), evenly(0.05, 2)])(
    'the points of the wait have its mean',
    (queue, use) => {
      const arrivals = use * queue.servers * queue.serviceRate;
      const { waits, meanWaitSeconds } = queueState(queue, arrivals);
      const points = waitPoints(queue, arrivals);
      expect(points.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      const mean = points.reduce((sum, { seconds, share }) => sum + seconds * share, 0);
      const unit = 1 / (queue.servers * queue.serviceRate);
      // Places are whole, points few: within a twentieth and a tenth of one completion.
      expect(Math.abs(mean - meanWaitSeconds / waits)).toBeLessThan(0.05 * mean + 0.1 * unit);
    },
  );

  it('the points of a long queue lie on the exponential that waiting is there', () => {
    const queue: Queue = { servers: 3, serviceRate: 10, places: 10_000 };
    const points = waitPoints(queue, 29.7);
    for (const seconds of [1, 3, 6, 12]) {
      const beyond = points.reduce((sum, point) => (point.seconds > seconds ? sum + point.share : sum), 0);
      expect(Math.abs(beyond - Math.exp(-(30 - 29.7) * seconds))).toBeLessThan(0.06);
    }
  });
});

/** One queue, request by request: the other way to the same numbers. */
function simulate({ servers, serviceRate, places }: Queue, arrivals: number, requests: number, seed: number) {
  const stream = streams(seed).stream('queue');
  const draw = (mean: number): number => sample({ kind: 'exponential', mean }, stream);
  const free = new Array<number>(servers).fill(0);
  let now = 0;
  let starts: number[] = [];
  let blocked = 0;
  let waited = 0;
  let wait = 0;
  for (let n = 0; n < requests; n += 1) {
    now += draw(1 / arrivals);
    starts = starts.filter((start) => start > now);
    if (starts.length >= places && free.every((until) => until > now)) {
      blocked += 1;
      continue;
    }
    const server = free.indexOf(Math.min(...free));
    const start = Math.max(now, free[server] ?? 0);
    if (start > now) {
      waited += 1;
      wait += start - now;
      starts.push(start);
    }
    free[server] = start + draw(1 / serviceRate);
  }
  const admitted = requests - blocked;
  return { blocked: blocked / requests, waits: waited / admitted, meanWaitSeconds: wait / admitted };
}

describe('a queue simulated request by request', () => {
  it.each([
    [{ servers: 1, serviceRate: 10, places: 50 }, 7],
    [{ servers: 4, serviceRate: 5, places: 20 }, 17],
    [{ servers: 2, serviceRate: 10, places: 6 }, 30],
  ])('%j at %d per second has the steady state of the formula', (queue, arrivals) => {
    const runs = [1, 2, 3, 4].map((seed) => simulate(queue, arrivals, 50_000, seed));
    const state = queueState(queue, arrivals);
    const mean = (of: (run: (typeof runs)[number]) => number): number =>
      runs.reduce((sum, run) => sum + of(run), 0) / 4;
    expect(Math.abs(mean((run) => run.blocked) - state.blocked)).toBeLessThan(0.01);
    expect(Math.abs(mean((run) => run.waits) - state.waits)).toBeLessThan(0.02);
    expect(Math.abs(mean((run) => run.meanWaitSeconds) / state.meanWaitSeconds - 1)).toBeLessThan(0.06);
  });
});
