/** Taking binary64 numbers apart and putting them together, by their bits. */

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;

const TWO_54 = 18_014_398_509_481_984;

/** Sign, exponent and the upper 20 bits of the fraction. */
function highWord(x: number): number {
  float[0] = x;
  return words[HIGH] ?? 0;
}

/** The lower 32 bits of the fraction. */
function lowWord(x: number): number {
  float[0] = x;
  return words[LOW] ?? 0;
}

function fromWords(high: number, low: number): number {
  words[HIGH] = high;
  words[LOW] = low;
  return float[0] ?? 0;
}

/** The exponent k of x = m * 2^k with 0.5 <= |m| < 1; `x` must be finite and not zero. */
export function binaryExponent(x: number): number {
  const biased = (highWord(x) >>> 20) & 0x7ff;
  return biased === 0 ? binaryExponent(x * TWO_54) - 54 : biased - 1022;
}

/** The m of x = m * 2^k with 0.5 <= |m| < 1; `x` must be finite and not zero. */
export function significand(x: number): number {
  const high = highWord(x);
  if (((high >>> 20) & 0x7ff) === 0) return significand(x * TWO_54);
  return fromWords((high & 0x800fffff) | 0x3fe00000, lowWord(x));
}

/** x * 2^k, rounded once: overflows to infinity, underflows through the subnormal numbers to zero. */
export function scaleByPowerOfTwo(x: number, k: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const exponent = binaryExponent(x) + k;
  if (exponent > 1024) return x > 0 ? Infinity : -Infinity;
  if (exponent < -1075) return x > 0 ? 0 : -0;
  const m = significand(x);
  const high = highWord(m);
  if (exponent >= -1021) return fromWords(high + ((exponent << 20) >>> 0), lowWord(m));
  return fromWords(high + (((exponent + 54) << 20) >>> 0), lowWord(m)) / TWO_54;
}
