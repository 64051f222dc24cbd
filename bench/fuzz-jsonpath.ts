// The long run of the JSONPath fuzz: node scripts/run-typescript.mjs bench/fuzz-jsonpath.ts [COUNT] [FIRST SEED]
import { fuzzOne, type Outcome } from '../test/metrics/jsonpath/fuzz.ts';

const count = Number(process.argv[2] ?? 100_000);
const first = Number(process.argv[3] ?? 0);
const outcomes = new Map<Outcome, number>();
let slowest = { ms: 0, path: '' };
const startedMs = performance.now();
for (let seed = first; seed < first + count; seed += 1) {
  const before = performance.now();
  const { path, outcome } = fuzzOne(seed);
  const ms = performance.now() - before;
  if (ms > slowest.ms) slowest = { ms, path };
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}
const seconds = (performance.now() - startedMs) / 1000;
console.log(`${count} templates in ${seconds.toFixed(1)} s`, Object.fromEntries(outcomes));
console.log(`slowest: ${slowest.ms.toFixed(1)} ms for ${JSON.stringify(slowest.path)}`);
