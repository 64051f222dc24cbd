import { labelsOf, METRIC_NAME, NO_LABELS, type Labels } from '../series/labels.ts';
import type { Matcher } from '../series/matcher.ts';
import type { Annotations } from './annotations.ts';
import type { Expr } from './ast.ts';
import type { Sample } from './evaluation.ts';
import { goSort, largestFirst, smallestFirst } from './go-sort.ts';
import { matchersOf } from './select.ts';

/** What a function of vectors sees at one step: a scalar is a vector of one element without labels. */
export interface VectorCall {
  readonly args: readonly Expr[];
  readonly vectors: readonly (readonly Sample[])[];
  readonly stepMs: number;
  readonly annotations: Annotations;
}

export type VectorFunction = (call: VectorCall) => Iterable<Sample>;

function scalarAt({ vectors }: VectorCall, index: number): number {
  return vectors[index]?.[0]?.value ?? NaN;
}

/** Each element on its own, without the metric's name. Source: promql/functions.go simpleFloatFunc. */
export function elementwise(compute: (value: number, call: VectorCall) => number): VectorFunction {
  return (call) =>
    (call.vectors[0] ?? []).map(({ labels, value }) => ({ labels: labels.withoutName(), value: compute(value, call) }));
}

function one(value: number): readonly Sample[] {
  return [{ labels: NO_LABELS, value }];
}

/** Source: Go math.Min: minus infinity wins over NaN, which JavaScript has the other way round. */
function goMin(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}

/** Source: Go math.Max: infinity wins over NaN. */
function goMax(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

/** Source: promql/functions.go clamp. */
function clamp(call: VectorCall, low: number, high: number): Iterable<Sample> {
  if (high < low) return [];
  return elementwise((value) => goMax(low, goMin(high, value)))(call);
}

/**
 * Matchers in the order in which the storage leaves them: first those that look for series, then those that take some away.
 * Source: tsdb/querier.go PostingsForMatchers.
 */
function subtractingLast(matchers: readonly Matcher[]): readonly Matcher[] {
  const mustBeSet = new Set(matchers.filter((matcher) => !matcher.matches('')).map(({ name }) => name));
  const subtracts = (matcher: Matcher): boolean =>
    !mustBeSet.has(matcher.name) || (matcher.operator.startsWith('!') && matcher.matches(''));
  return [...matchers.filter((matcher) => !subtracts(matcher)), ...matchers.filter(subtracts)];
}

/**
 * The labels that a selector fixes by `=`; one that is named twice is left out.
 * Source: promql/functions.go createLabelsForAbsentFunction.
 */
export function labelsOfAbsent(expr: Expr | undefined): Labels {
  const selector = expr?.kind === 'matrix-selector' ? expr.selector : expr;
  if (selector?.kind !== 'vector-selector') return NO_LABELS;
  const labels = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, operator, value } of subtractingLast(matchersOf(selector))) {
    if (name === METRIC_NAME) continue;
    if (operator === '=' && !seen.has(name)) {
      labels.set(name, value);
      seen.add(name);
    } else labels.delete(name);
  }
  return labelsOf(labels);
}

/** Source: promql/functions.go funcRound: ties go up. */
const round: VectorFunction = (call) => {
  const inverse = 1 / (call.vectors.length > 1 ? scalarAt(call, 1) : 1);
  return elementwise((value) => Math.floor(value * inverse + 0.5) / inverse)(call);
};

export const VECTOR_FUNCTIONS: Readonly<Record<string, VectorFunction>> = {
  abs: elementwise(Math.abs),
  ceil: elementwise(Math.ceil),
  floor: elementwise(Math.floor),
  sqrt: elementwise(Math.sqrt),
  sgn: elementwise((value) => (value < 0 ? -1 : value > 0 ? 1 : value)),
  round,
  clamp: (call) => clamp(call, scalarAt(call, 1), scalarAt(call, 2)),
  clamp_max: (call) => clamp(call, -Infinity, scalarAt(call, 1)),
  clamp_min: (call) => clamp(call, scalarAt(call, 1), Infinity),
  scalar: ({ vectors }) => one(vectors[0]?.length === 1 ? (vectors[0][0]?.value ?? NaN) : NaN),
  vector: (call) => one(scalarAt(call, 0)),
  time: ({ stepMs }) => one(stepMs / 1000),
  timestamp: elementwise((_value, { stepMs }) => stepMs / 1000),
  absent: ({ args, vectors }) => {
    return (vectors[0]?.length ?? 0) > 0 ? [] : [{ labels: labelsOfAbsent(args[0]), value: 1 }];
  },
  // NaN comes last both ways: sort the other way round with NaN first, then reversed.
  sort: ({ vectors }) => goSort(vectors[0] ?? [], (a, b) => largestFirst(b, a)),
  sort_desc: ({ vectors }) => goSort(vectors[0] ?? [], (a, b) => smallestFirst(b, a)),
};
