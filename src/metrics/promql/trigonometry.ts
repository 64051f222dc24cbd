import { exp } from '../../kernel/exp.ts';
import { log, log1p } from '../../kernel/log.ts';

/*
 * The methods and the constants are those of Moshier's Cephes library, which Go's math package follows too: + - * / alone, so that every engine
 * gives the same bits. Angles beyond about 2^29 lose accuracy.
 */

const PI_4A = 7.85398125648498535156e-1;
const PI_4B = 3.77489470793079817668e-8;
const PI_4C = 2.69515142907905952645e-15;

function polynomial(x: number, coefficients: readonly number[]): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

const SIN = [
  1.5896230157654656806e-10, -2.50507477628578072866e-8, 2.75573136213857245213e-6, -1.98412698295895385996e-4,
  8.33333333332211858878e-3, -1.66666666666666307295e-1,
];
const COS = [
  -1.135853652138768173e-11, 2.08757008419747316778e-9, -2.75573141792967388112e-7, 2.48015872888517045348e-5,
  -1.38888888888730564116e-3, 4.16666666666665929218e-2,
];

/** The octant of an angle that is not negative, made even, and what is left of it: at most pi / 4. */
function reduced(x: number): { readonly octant: number; readonly rest: number } {
  let octants = Math.floor(x / (Math.PI / 4));
  if (octants % 2 === 1) octants += 1;
  return { octant: octants % 8, rest: x - octants * PI_4A - octants * PI_4B - octants * PI_4C };
}

function sinPart(rest: number): number {
  const square = rest * rest;
  return rest + rest * square * polynomial(square, SIN);
}

function cosPart(rest: number): number {
  const square = rest * rest;
  return 1 - 0.5 * square + square * square * polynomial(square, COS);
}

export function sin(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return NaN;
  const { octant, rest } = reduced(Math.abs(x));
  const value = octant === 2 || octant === 6 ? cosPart(rest) : sinPart(rest);
  return octant > 3 !== x < 0 ? -value : value;
}

export function cos(x: number): number {
  if (!Number.isFinite(x)) return NaN;
  const { octant, rest } = reduced(Math.abs(x));
  const value = octant === 2 || octant === 6 ? sinPart(rest) : cosPart(rest);
  return octant === 2 || octant === 4 ? -value : value;
}

const TAN_P = [-1.30936939181383734205e4, 1.1535166483858741614e6, -1.79565251976484877988e7];
const TAN_Q = [
  1, 1.36812963470692954678e4, -1.32089234440210967447e6, 2.50083801823357915839e7, -5.38695755929454629881e7,
];

export function tan(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return NaN;
  const { octant, rest } = reduced(Math.abs(x));
  const square = rest * rest;
  let value = rest;
  if (square > 1e-14) value = rest + rest * ((square * polynomial(square, TAN_P)) / polynomial(square, TAN_Q));
  if (octant === 2 || octant === 6) value = -1 / value;
  return x < 0 ? -value : value;
}

const ATAN_P = [
  -8.750608600031904122785e-1, -1.615753718733365076637e1, -7.50085579231470466734e1, -1.22886668449013617341e2,
  -6.485021904942025371773e1,
];
const ATAN_Q = [
  1, 2.485846490142306297962e1, 1.650270098316988542046e2, 4.328810604912902668951e2, 4.853903996359136964868e2,
  1.945506571482613964425e2,
];
const REST_OF_HALF_PI = 6.12323399573676588613e-17;
const TAN_3_PI_8 = 2.4142135623730950488;

function atanNearZero(x: number): number {
  const square = x * x;
  return x * ((square * polynomial(square, ATAN_P)) / polynomial(square, ATAN_Q)) + x;
}

function atanOfPositive(x: number): number {
  if (x <= 0.66) return atanNearZero(x);
  if (x > TAN_3_PI_8) return Math.PI / 2 - atanNearZero(1 / x) + REST_OF_HALF_PI;
  return Math.PI / 4 + atanNearZero((x - 1) / (x + 1)) + 0.5 * REST_OF_HALF_PI;
}

export function atan(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  return x > 0 ? atanOfPositive(x) : -atanOfPositive(-x);
}

/** The angle of the point (x, y). Source: Go math.Atan2, special cases included. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(y) || Number.isNaN(x)) return NaN;
  const negativeX = x < 0 || Object.is(x, -0);
  const signed = (value: number): number => (y < 0 || Object.is(y, -0) ? -value : value);
  if (y === 0) return negativeX ? signed(Math.PI) : y;
  if (x === 0) return signed(Math.PI / 2);
  if (Math.abs(x) === Infinity) {
    if (Math.abs(y) === Infinity) return signed(x > 0 ? Math.PI / 4 : (3 * Math.PI) / 4);
    return signed(x > 0 ? 0 : Math.PI);
  }
  if (Math.abs(y) === Infinity) return signed(Math.PI / 2);
  const angle = atan(y / x);
  if (x >= 0) return angle;
  return angle <= 0 ? angle + Math.PI : angle - Math.PI;
}

export function asin(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size > 1) return NaN;
  const root = Math.sqrt((1 - size) * (1 + size));
  const value = size > 0.7 ? Math.PI / 2 - atanOfPositive(root / size) : atanOfPositive(size / root);
  return x < 0 ? -value : value;
}

/** Near 1 and -1 through half the angle, where pi / 2 - asin(x) would cancel. */
export function acos(x: number): number {
  if (x > 0.5) return 2 * asin(Math.sqrt((1 - x) / 2));
  if (x < -0.5) return Math.PI - 2 * asin(Math.sqrt((1 + x) / 2));
  return Math.PI / 2 - asin(x);
}

/** The odd part of e^x near zero, where (e^x - e^-x) / 2 would cancel. */
function sinhNearZero(x: number): number {
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 2; n <= 14; n += 2) sum += term *= square / (n * (n + 1));
  return sum;
}

export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5) return sinhNearZero(x);
  const value = size > 21 ? exp(size) * 0.5 : (exp(size) - exp(-size)) / 2;
  return x < 0 ? -value : value;
}

export function cosh(x: number): number {
  const size = Math.abs(x);
  return size > 21 ? exp(size) * 0.5 : (exp(size) + exp(-size)) / 2;
}

export function tanh(x: number): number {
  if (Math.abs(x) > 22) return x < 0 ? -1 : 1;
  return sinh(x) / cosh(x);
}

export function asinh(x: number): number {
  const size = Math.abs(x);
  const value =
    size > 0x1000_0000 ? log(size) + Math.LN2 : log1p(size + (size * size) / (1 + Math.sqrt(1 + size * size)));
  return x === 0 ? x : x < 0 ? -value : value;
}

export function acosh(x: number): number {
  if (!(x >= 1)) return NaN;
  if (x > 0x1000_0000) return log(x) + Math.LN2;
  const rest = x - 1;
  return log1p(rest + Math.sqrt(2 * rest + rest * rest));
}

export function atanh(x: number): number {
  if (!(Math.abs(x) <= 1)) return NaN;
  return x === 0 ? x : 0.5 * log1p((2 * x) / (1 - x));
}
