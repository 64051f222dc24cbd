/** A quantity's text taken apart; the digits of `whole` have no leading zeros but one. */
export interface QuantityParts {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
  /** Whether any digit was written at all. */
  readonly hasDigits: boolean;
}

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eEinumkKMGTP]+[+-]?|[+-])\d*)?$/;

/**
 * Splits `-01.50Mi` into sign, `1`, `50` and `Mi`; undefined if the text has not this form. A sign alone, or one followed by zeros, is zero.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go parseQuantityString.
 */
export function parseQuantityParts(text: string): QuantityParts | undefined {
  const match = text === '' ? null : SHAPE.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = '', fraction = '', suffix = ''] = match;
  const whole = digits.replace(/^0+/, '');
  return {
    negative: sign === '-',
    whole: whole === '' ? '0' : whole,
    fraction,
    suffix,
    hasDigits: digits + fraction !== '',
  };
}
