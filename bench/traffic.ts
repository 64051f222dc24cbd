import { nodeFiles } from '../src/cli/node-files.ts';
import { loadScenario } from '../src/scenario/load-scenario.ts';
import { runObserved } from '../src/simulation/run.ts';
import { writeTimeline } from '../src/timeline/json-lines.ts';
import type { World } from '../src/world/world.ts';
import { processorMs } from './processor-time.ts';

const ROUNDS = 12;
const WARM_UP = 4;

export interface TrafficBenchmark {
  /** Processor time of fifteen minutes of the scenario bad-canary with their timeline as text: milliseconds, by requests per second; the best of some. */
  readonly millisecondsByRate: Readonly<Record<string, number>>;
  readonly series: number;
  readonly samples: number;
}

/** The same run at rates that differ by four orders of magnitude: traffic is drawn by window, so that the cost should not. */
export function benchTraffic(): TrafficBenchmark {
  const world = badCanary();
  const rates = [10, 1000, 100_000];
  for (let round = 0; round < WARM_UP; round += 1) for (const rate of rates) costOf(atRate(world, rate));
  const best = new Map(rates.map((rate) => [rate, Infinity]));
  // In turns, so that whatever else the machine does is shared by all.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const rate of rates) best.set(rate, Math.min(best.get(rate) ?? Infinity, costOf(atRate(world, rate))));
  }
  const { series, samples } = runObserved(atRate(world, 1000)).series?.size ?? { series: 0, samples: 0 };
  const millisecondsByRate = Object.fromEntries([...best].map(([rate, ms]) => [String(rate), ms]));
  return { millisecondsByRate, series, samples };
}

function badCanary(): World {
  const { rehearsal } = loadScenario(nodeFiles(), 'scenarios/bad-canary');
  if (rehearsal === undefined) throw new Error('the scenario bad-canary cannot be read');
  return rehearsal.world;
}

/** Every version goes through at every rate, in pods without limit: neither what the analysis finds nor overload decides what the run costs. */
function atRate(world: World, perSecond: number): World {
  const { traffic } = world;
  if (traffic === undefined) throw new Error('the scenario bad-canary has traffic');
  const flows = traffic.flows.map((flow) => ({ ...flow, arrivals: { kind: 'constant', perSecond } as const }));
  const images = Object.fromEntries(
    Object.entries(traffic.images).map(([image, { capacity: _capacity, ...behaviour }]) => [image, behaviour]),
  );
  return {
    ...world,
    traffic: { ...traffic, flows, images },
    metrics: { 'success-rate': [{ fromMs: 0, value: 1 }] },
    until: { ms: 900_000 },
    limitMs: 900_000,
  };
}

function costOf(world: World): number {
  const startMs = processorMs();
  writeTimeline(runObserved(world).timeline);
  return processorMs() - startMs;
}
