import { log } from '../kernel/log.ts';
import { pow } from '../kernel/pow.ts';

/** A pod as a queue: `servers` requests at once, each taking 1 / serviceRate on average, and `places` more that wait. */
export interface Queue {
  readonly servers: number;
  /** Requests that one server finishes per second. */
  readonly serviceRate: number;
  readonly places: number;
}

/** What a queue does in its steady state. */
export interface QueueState {
  readonly utilisation: number;
  /** Share of requests turned away because all places are taken. */
  readonly blocked: number;
  /** Share of admitted requests that have to wait. */
  readonly waits: number;
  /** Expected wait of admitted requests, those that need not wait included: seconds. */
  readonly meanWaitSeconds: number;
}

/**
 * Erlang's loss formula: the share of requests that find all `servers` busy where nobody may wait, at an offered load of `load` erlangs.
 * 2 erlangs to 3 servers: 4/3 in 1 + 2 + 2 + 4/3, that is 4 in 19.
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Erlang's delay formula: the share that has to wait where everybody may; 1 at full use. 2 erlangs to 3 servers: 4 in 9. */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** 1 + r + ... + r^(n-1), for large n and any r >= 0. */
function geometricSum(r: number, n: number): number {
  if (Math.abs(r - 1) < 1e-9) return n;
  return (1 - pow(r, n)) / (1 - r);
}

/**
 * The steady state of M/M/c/K: Poisson arrivals, exponential service, c servers, K - c places to wait (Gross and Harris, Fundamentals of Queueing
 * Theory, section 2.5). It also has one above full use, where it turns away what is too much. Probabilities are taken relative to that of c requests,
 * whose sum up to c is 1 / erlangB.
 */
export function queueState({ servers, serviceRate, places }: Queue, arrivalsPerSecond: number): QueueState {
  const load = arrivalsPerSecond / serviceRate;
  const utilisation = load / servers;
  if (arrivalsPerSecond === 0) return { utilisation: 0, blocked: 0, waits: 0, meanWaitSeconds: 0 };
  // Above full use everything is taken relative to the fullest state instead, so that no power overflows.
  const scale = utilisation > 1 ? pow(utilisation, -places) : 1;
  const full = utilisation > 1 ? 1 : pow(utilisation, places);
  const waiting =
    utilisation > 1 ? geometricSum(1 / utilisation, places) / utilisation : geometricSum(utilisation, places);
  const upToServers = scale / erlangB(servers, load);
  const total = upToServers + (places === 0 ? 0 : waiting * utilisation);
  const blocked = full / total;
  const admitted = 1 - blocked;
  const waits = places === 0 ? 0 : waiting / total / admitted;
  return {
    utilisation,
    blocked,
    waits,
    meanWaitSeconds: (waits * meanPosition(utilisation, places)) / (servers * serviceRate),
  };
}

/** How many service completions a request that waits has to wait for, on average: 1 + the mean of a geometric series cut off. */
function meanPosition(utilisation: number, places: number): number {
  if (places === 0) return 0;
  if (Math.abs(utilisation - 1) < 1e-6) return (places + 1) / 2;
  if (utilisation > 1) return places + 1 - meanPosition(1 / utilisation, places);
  const last = pow(utilisation, places);
  return 1 / (1 - utilisation) - (places * last) / (1 - last);
}

/** A wait and the share of waiting requests that it stands for. */
export interface WaitPoint {
  readonly seconds: number;
  readonly share: number;
}

/** Edges of the shares into which places in the queue are cut, finer towards the end that makes the slowest answers. */
const EDGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1];

/** Nodes and weights of the Gauss-Hermite rule with five points, for the standard normal distribution. */
const NORMAL_NODES: readonly (readonly [number, number])[] = [
  [-2.8569700138728056, 0.011257411327720689],
  [-1.355626179974266, 0.2220759220056126],
  [0, 0.5333333333333333],
  [1.355626179974266, 0.2220759220056126],
  [2.8569700138728056, 0.011257411327720689],
];

/**
 * The waits of those who wait, as some dozens of points: the place in the queue is geometric, cut off at the last place, and place j waits for
 * j completions, an Erlang time, which Wilson and Hilferty's cube makes of a normal variate.
 */
export function waitPoints(queue: Queue, arrivalsPerSecond: number): readonly WaitPoint[] {
  const { servers, serviceRate, places } = queue;
  const utilisation = arrivalsPerSecond / serviceRate / servers;
  const points: WaitPoint[] = [];
  for (let index = 1; index < EDGES.length; index += 1) {
    const low = EDGES[index - 1] ?? 0;
    const high = EDGES[index] ?? 1;
    const completions = placeAt((low + high) / 2, utilisation, places);
    for (const [z, weight] of NORMAL_NODES) {
      const cube = 1 - 1 / (9 * completions) + z / (3 * Math.sqrt(completions));
      const seconds = (completions * Math.max(0, cube * cube * cube)) / (servers * serviceRate);
      points.push({ seconds, share: (high - low) * weight });
    }
  }
  return points;
}

/** The place in the queue below which a share of those who wait stands: 1 to `places`. */
function placeAt(share: number, utilisation: number, places: number): number {
  if (Math.abs(utilisation - 1) < 1e-6) return Math.max(1, Math.ceil(share * places));
  if (utilisation > 1) return places + 1 - placeAt(1 - share, 1 / utilisation, places);
  const last = pow(utilisation, places);
  const place = Math.ceil(log(1 - share * (1 - last)) / log(utilisation));
  return Math.min(places, Math.max(1, place));
}
