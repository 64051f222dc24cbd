import { own } from '../../text/own.ts';
import { Byte, type GoValue } from './values.ts';

type Basic = 'bool' | 'int' | 'uint' | 'float' | 'string';

const BAD_TYPE = 'invalid type for comparison';
const BAD_PAIR = 'incompatible types for comparison';

/** Two values that cannot be compared, in the reference's words. */
export class ComparisonError extends Error {}

function basicOf(value: GoValue): Basic {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float';
    case 'bigint':
      return 'int';
    case 'string':
      return 'string';
    default:
      if (value instanceof Byte) return 'uint';
      throw new ComparisonError(BAD_TYPE);
  }
}

/** Only whole numbers of different signedness compare across types: a literal `1` is an int, a number of the document a float64. */
function check(left: GoValue, right: GoValue): Basic {
  const a = basicOf(left);
  const b = basicOf(right);
  const whole = (kind: Basic): boolean => kind === 'int' || kind === 'uint';
  if (a !== b && !(whole(a) && whole(b))) throw new ComparisonError(BAD_PAIR);
  return a;
}

function comparable(value: GoValue): number | bigint | string | boolean {
  if (value instanceof Byte) return BigInt(value.value);
  return typeof value === 'object' || typeof value === 'symbol' ? '' : value;
}

function equal(left: GoValue, right: GoValue): boolean {
  check(left, right);
  return comparable(left) === comparable(right);
}

function less(left: GoValue, right: GoValue): boolean {
  if (check(left, right) === 'bool') throw new ComparisonError(BAD_TYPE);
  return comparable(left) < comparable(right);
}

const OPERATORS: Readonly<Record<string, (left: GoValue, right: GoValue) => boolean>> = {
  '<': less,
  '>': (left, right) => !(less(left, right) || equal(left, right)),
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '<=': (left, right) => less(left, right) || equal(left, right),
  '>=': (left, right) => !less(left, right),
};

/**
 * The comparison of an operator; undefined for one that there is not. `>` and `>=` are the contraries of `<=` and `<`, so that they hold of NaN.
 * Source: k8s.io/client-go/third_party/forked/golang/template/funcs.go.
 */
export function comparison(operator: string): ((left: GoValue, right: GoValue) => boolean) | undefined {
  return own(OPERATORS, operator);
}
