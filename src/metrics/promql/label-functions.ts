import { compileRegexp, type Regexp, RegexpError } from '../../expr/regexp.ts';
import type { Labels } from '../series/labels.ts';
import { type Call, type Expr, unwrapped } from './ast.ts';
import { PromQLExecutionError } from './errors.ts';
import { type Evaluation, type Matrix, mergeSameLabels } from './evaluation.ts';

function textOf(expr: Expr | undefined): string {
  const plain = expr === undefined ? undefined : unwrapped(expr);
  return plain?.kind === 'string' ? plain.value : '';
}

/** Anchored in its text and not as a whole, so that `a)|(b` is accepted, as it is by the reference. */
function regexpOf(pattern: string): Regexp {
  try {
    return compileRegexp(`^(?s:${pattern})$`);
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    throw new PromQLExecutionError(`invalid regular expression in label_replace(): ${pattern}`);
  }
}

function relabelled(call: Call, evaluation: Evaluation, relabel: (labels: Labels) => Labels): Matrix {
  const [vector] = call.args;
  if (vector === undefined) return [];
  const matrix = evaluation.evaluate(vector, evaluation);
  return mergeSameLabels(matrix.map((series) => ({ ...series, labels: relabel(series.labels) })));
}

/** Source: promql/functions.go evalLabelReplace. */
export function labelReplace(call: Call, evaluation: Evaluation): Matrix {
  const [target = '', template = '', source = '', pattern = ''] = call.args.slice(1).map(textOf);
  const regexp = regexpOf(pattern);
  if (target === '') throw new PromQLExecutionError('invalid destination label name in label_replace(): ');
  return relabelled(call, evaluation, (labels) => {
    const match = regexp.exec(labels.get(source));
    return match === undefined ? labels : labels.set(target, expandTemplate(template, match, regexp.groupNames));
  });
}

/**
 * A template with the groups of a match put in: `$1`, `${1}`, `$name`, `$$`; a group that does not exist is empty, and `$1x` is the
 * group named `1x`. Of groups of one name the first that matched counts. Source: Go regexp.Expand.
 */
export function expandTemplate(
  template: string,
  match: readonly (string | undefined)[],
  groupNames: readonly string[],
): string {
  const named = (name: string): string =>
    groupNames
      .map((each, index) => (each === name ? match[index + 1] : undefined))
      .find((text) => text !== undefined) ?? '';
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$';
    const name = braced ?? bare ?? '';
    return /^\d+$/.test(name) ? (match[Number(name)] ?? '') : named(name);
  });
}

/** Source: promql/functions.go evalLabelJoin. */
export function labelJoin(call: Call, evaluation: Evaluation): Matrix {
  const [target = '', separator = '', ...sources] = call.args.slice(1).map(textOf);
  if (sources.includes('')) throw new PromQLExecutionError('invalid source label name in label_join(): ');
  if (target === '') throw new PromQLExecutionError('invalid destination label name in label_join(): ');
  return relabelled(call, evaluation, (labels) =>
    labels.set(target, sources.map((source) => labels.get(source)).join(separator)),
  );
}
