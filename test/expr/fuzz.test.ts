import { expect, test } from 'vitest';
import { fuzzExpression, fuzzOne } from './fuzz.ts';
import { seeded } from './random-expression.ts';

test('whatever is written, it runs or is refused; printing it does not change it', () => {
  const random = seeded(20_260_101);
  const counts = new Map<string, number>();
  for (let count = 0; count < 4000; count += 1) {
    const outcome = fuzzOne(fuzzExpression(random), () => performance.now(), 5000);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  for (const outcome of ['ran', 'refused when read', 'refused when checked', 'failed when run']) {
    expect(counts.get(outcome) ?? 0, outcome).toBeGreaterThan(100);
  }
}, 60_000);
