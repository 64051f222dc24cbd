import { scaleByPowerOfTwo } from './float-bits.ts';
import { LN2_HIGH, LN2_LOW } from './log.ts';

/*
 * The method and the constants are those of fdlibm: x = k ln 2 + r with |r| <= ln(2) / 2, and
 * e^r = 1 + r + r c / (2 - c), where c is r minus a minimax polynomial in r².
 */

const LOG2_E = 1.442695040888963387;
const LARGEST = 7.09782712893383973096e2;
const SMALLEST = -7.4513321910194110842e2;
const NEARLY_ZERO = 1 / (1 << 28);

const P1 = 1.66666666666666657415e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.6533902205465251539e-6;
const P5 = 4.13813679705723846039e-8;

/** e^x, less than one unit in the last place off, from + - * / and the bits of a number alone. */
export function exp(x: number): number {
  if (x !== x) return x;
  if (x > LARGEST) return Infinity;
  if (x < SMALLEST) return 0;
  if (x > -NEARLY_ZERO && x < NEARLY_ZERO) return 1 + x;
  const k = Math.trunc(LOG2_E * x + (x < 0 ? -0.5 : 0.5));
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  return scaleByPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), k);
}
