import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INT64_MIN } from '../../src/api/int64.ts';
import {
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantityValue,
} from '../../src/api/quantity.ts';

const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-3');
const quantity = fc
  .tuple(fc.boolean(), fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 9_999 }), suffix)
  .map(([negative, whole, fraction, unit]) => `${negative ? '-' : ''}${whole}.${fraction}${unit}`);

const fits = (value: bigint): boolean => value >= INT64_MIN && value < -INT64_MIN;

/** The value without its fraction, whatever its size. */
function wholePart({ unscaled, exponent }: Quantity): bigint {
  return exponent < 0 ? unscaled / 10n ** BigInt(-exponent) : unscaled * 10n ** BigInt(exponent);
}

describe('quantities', () => {
  it('keep their value in canonical form, which is its own canonical form', () => {
    fc.assert(
      fc.property(quantity, (text) => {
        const canonical = canonicalQuantity(text);
        expect(compareQuantities(parseQuantity(text), parseQuantity(canonical))).toBe(0);
        // A binary quantity that is no whole number of Ki loses its suffix, and is read again as a decimal one: 78606562.5Ki is
        // 80493120000, and that is 80493120k.
        if (parseQuantity(text).format === 'BinarySI' && /\d$/u.test(canonical)) return;
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });

  it('compare as their whole parts do, and the other way round', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const [left, right] = [parseQuantity(a), parseQuantity(b)];
        const result = compareQuantities(left, right);
        expect(compareQuantities(right, left) + result).toBe(0);
        // What does not fit into 64 bits is cut to them (Quantity.ScaledValue): its whole part says nothing of the order.
        if (![left, right].every((one) => fits(one.unscaled) && fits(wholePart(one)))) return;
        // Of the same -1.5 a 64-bit number makes -2 and a decimal 0: values that far apart may be of equal quantities.
        if (quantityValue(left) > quantityValue(right) + 2n) expect(result).toBe(1);
      }),
    );
  });

  it('survive absurd exponents', () => {
    expect(canonicalQuantity('1e2000000000')).toBe('100e1999999998');
    expect(quantityValue(parseQuantity('1e2000000000'))).toBe(0n);
    expect(compareQuantities(parseQuantity('1e2000000000'), parseQuantity('2e1999999999'))).toBe(1);
    expect(canonicalQuantity('1e-2000000000')).toBe('1e-9');
    expect(() => canonicalQuantity('12345678901234567890e2000000000')).toThrow('numeric part');
  });
});
