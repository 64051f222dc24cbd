import fc from 'fast-check';

const STEPS = 2 ** 31 - 1;

/** Numbers spread evenly over a range. fc.double draws by bit pattern: nearly all that it draws is close to zero. */
export function evenly(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: STEPS }).map((step) => min + (step / STEPS) * (max - min));
}
