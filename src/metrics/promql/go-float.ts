/** Decimal digits of a number and the power of ten of the first: 1234.5 is 12345 and 3. */
function digitsOf(scientific: string): { readonly digits: string; readonly exponent: number } {
  const [mantissa = '', exponent = '0'] = scientific.split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

function special(x: number): string | undefined {
  if (Number.isNaN(x)) return 'NaN';
  if (x === Infinity) return '+Inf';
  return x === -Infinity ? '-Inf' : undefined;
}

function signOf(x: number): string {
  return x < 0 || Object.is(x, -0) ? '-' : '';
}

function plain(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function exponential(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits.slice(0, 1)}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

/** At most so many significant digits, no zeros at the end: `0.6`, `1.2e+02`. Source: Go `%.2g`. */
export function formatSignificant(x: number, significant: number): string {
  const named = special(x);
  if (named !== undefined) return named;
  const rounded = digitsOf(Math.abs(x).toExponential(significant - 1));
  const digits = rounded.digits.replace(/(.)0+$/, '$1');
  const scientific = rounded.exponent < -4 || rounded.exponent >= significant;
  return signOf(x) + (scientific ? exponential(digits, rounded.exponent) : plain(digits, rounded.exponent));
}

/** So many digits after the point. Source: Go `%.6f`. */
export function formatFixed(x: number, decimals: number): string {
  const named = special(x);
  if (named !== undefined) return named;
  return Math.abs(x) < 1e21 ? x.toFixed(decimals) : `${BigInt(x)}.${'0'.repeat(decimals)}`;
}
