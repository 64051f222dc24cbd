import { exp } from '../../kernel/exp.ts';
import { log, log10, log2 } from '../../kernel/log.ts';
import { NO_LABELS } from '../series/labels.ts';
import { acos, acosh, asin, asinh, atan, atanh, cos, cosh, sin, sinh, tan, tanh } from './trigonometry.ts';
import { elementwise, type VectorFunction } from './vector-functions.ts';

/** Source: promql/functions.go funcExp to funcPi. */
export const MATH_FUNCTIONS: Readonly<Record<string, VectorFunction>> = {
  exp: elementwise(exp),
  ln: elementwise(log),
  log2: elementwise(log2),
  log10: elementwise(log10),
  sin: elementwise(sin),
  cos: elementwise(cos),
  tan: elementwise(tan),
  asin: elementwise(asin),
  acos: elementwise(acos),
  atan: elementwise(atan),
  sinh: elementwise(sinh),
  cosh: elementwise(cosh),
  tanh: elementwise(tanh),
  asinh: elementwise(asinh),
  acosh: elementwise(acosh),
  atanh: elementwise(atanh),
  deg: elementwise((value) => (value * 180) / Math.PI),
  rad: elementwise((value) => (value * Math.PI) / 180),
  pi: () => [{ labels: NO_LABELS, value: Math.PI }],
};
