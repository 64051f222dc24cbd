import { fuzzExpression, fuzzOne } from '../test/expr/fuzz.ts';
import { seeded } from '../test/expr/random-expression.ts';

/**
 * Runs random expressions, well-formed and damaged, until one crashes, hangs or changes when it is printed:
 *
 *     node scripts/run-typescript.mjs bench/fuzz-expr.ts [COUNT] [SEED]
 */
const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number);
const random = seeded(seed);
const counts = new Map<string, number>();
const startMs = performance.now();
let slowestMs = 0;
for (let index = 0; index < count; index += 1) {
  const expression = fuzzExpression(random);
  const beforeMs = performance.now();
  const outcome = fuzzOne(expression, () => performance.now(), 5000);
  slowestMs = Math.max(slowestMs, performance.now() - beforeMs);
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
}
const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
const megabytes = Math.round(process.memoryUsage().heapUsed / 1e6);
const parts = [...counts].map(([outcome, number]) => `${number} ${outcome}`).join(', ');
console.log(
  `${count} expressions (seed ${seed}): ${parts}; ${seconds} s, slowest ${slowestMs.toFixed(0)} ms, heap ${megabytes} MB`,
);
