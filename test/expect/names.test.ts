import { expect, test } from 'vitest';
import { CONDITION_TYPES } from '../../src/scenario/conditions.ts';
import { FACT_TYPES } from '../../src/timeline/facts/conditions.ts';

test('conditions are checked for exactly the names that a run can answer', () => {
  expect(CONDITION_TYPES).toEqual(FACT_TYPES);
});
