import { type Labels, METRIC_NAME } from '../series/labels.ts';
import type { Binary, BinaryOperator, Matching } from './ast.ts';
import { isComparison, isSetOperator } from './ast.ts';
import type { Annotations } from './annotations.ts';
import { PromQLExecutionError } from './errors.ts';
import type { Points, Sample } from './evaluation.ts';
import { arithmetic, compares } from './operators.ts';
import type { SignedSample } from './per-step.ts';

/** The labels by which elements are matched, as one text. Source: promql/engine.go rangeEval, signatures. */
export function signatureOf({ on, labels }: Matching): (series: Points) => string {
  const names = new Set(on ? labels : [...labels, METRIC_NAME]);
  return on ? (series) => series.labels.keep(names).key : (series) => series.labels.drop(names).key;
}

/** Source: promql/engine.go VectorAnd, VectorOr, VectorUnless. */
export function setOperation(
  operator: 'and' | 'or' | 'unless',
  left: readonly SignedSample[],
  right: readonly SignedSample[],
): readonly Sample[] {
  if (operator === 'or') {
    const present = new Set(left.map(({ signature }) => signature));
    return [...left, ...right.filter(({ signature }) => !present.has(signature))];
  }
  const present = new Set(right.map(({ signature }) => signature));
  return left.filter(({ signature }) => present.has(signature) === (operator === 'and'));
}

interface Outcome {
  readonly value: number;
  readonly keep: boolean;
}

/** What an operator makes of two elements; a comparison keeps the left value. Source: promql/engine.go vectorElemBinop. */
export function elementOutcome(operator: BinaryOperator, left: number, right: number): Outcome {
  if (isComparison(operator)) return { value: left, keep: compares(operator, left, right) };
  if (isSetOperator(operator) || operator === '</' || operator === '>/') return { value: 0, keep: false };
  return { value: arithmetic(operator, left, right), keep: true };
}

/** The one side by signature. Two elements of one signature make the matching many-to-many, which is refused. */
function bySignature(one: readonly SignedSample[], { on, labels, group }: Matching): Map<string, SignedSample> {
  const samples = new Map<string, SignedSample>();
  const names = new Set(labels);
  for (const sample of one) {
    const other = samples.get(sample.signature);
    if (other !== undefined) {
      const matched = on ? sample.labels.keep(names) : sample.labels.drop(new Set([...names, METRIC_NAME]));
      const side = group === 'right' ? 'left' : 'right';
      throw new PromQLExecutionError(
        `found duplicate series for the match group ${matched.toString()} on the ${side} hand-side of the operation: ` +
          `[${sample.labels.toString()}, ${other.labels.toString()}];many-to-many matching not allowed: ` +
          'matching labels must be unique on one side',
      );
    }
    samples.set(sample.signature, sample);
  }
  return samples;
}

/** The labels of a result, made once for each pair of series. Source: promql/engine.go resultMetric. */
export class ResultLabels {
  readonly #cache = new Map<string, Labels>();
  readonly #matching: Matching;
  readonly #dropName: boolean;
  readonly #names: ReadonlySet<string>;

  constructor({ operator, matching, bool }: Binary) {
    this.#matching = matching;
    this.#dropName = bool || !isComparison(operator);
    this.#names = new Set(matching.labels);
  }

  of(many: Labels, one: Labels): Labels {
    const key = `${many.key}\u0002${one.key}`;
    let labels = this.#cache.get(key);
    if (labels === undefined) {
      labels = this.#make(many, one);
      this.#cache.set(key, labels);
    }
    return labels;
  }

  #make(many: Labels, one: Labels): Labels {
    const { on, group, include } = this.#matching;
    let labels = this.#dropName ? many.withoutName() : many;
    if (group === undefined) labels = on ? labels.keep(this.#names) : labels.drop(this.#names);
    for (const name of include) labels = labels.set(name, one.get(name));
    return labels;
  }
}

const MANY_TO_ONE = 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)';
const NOT_UNIQUE = 'multiple matches for labels: grouping labels must ensure unique matches';

/** Source: promql/engine.go VectorBinop. */
export function matchedOperation(
  binary: Binary,
  results: ResultLabels,
  annotations: Annotations,
  left: readonly SignedSample[],
  right: readonly SignedSample[],
): readonly Sample[] {
  if (left.length === 0 || right.length === 0) return [];
  const { operator, matching, bool } = binary;
  const swapped = matching.group === 'right';
  const [many, one] = swapped ? [right, left] : [left, right];
  const partners = bySignature(one, matching);
  const taken = new Set<string>();
  const result: Sample[] = [];
  for (const sample of many) {
    const partner = partners.get(sample.signature);
    if (partner === undefined) continue;
    if (operator === '</' || operator === '>/') {
      annotations.incompatibleTypes(operator, binary.position);
      continue;
    }
    const [leftValue, rightValue] = swapped ? [partner.value, sample.value] : [sample.value, partner.value];
    const { value, keep } = elementOutcome(operator, leftValue, rightValue);
    const labels = results.of(sample.labels, partner.labels);
    const key = matching.group === undefined ? sample.signature : `${sample.signature}\u0002${labels.key}`;
    if (taken.has(key)) throw new PromQLExecutionError(matching.group === undefined ? MANY_TO_ONE : NOT_UNIQUE);
    taken.add(key);
    if (bool) result.push({ labels, value: keep ? 1 : 0 });
    else if (keep) result.push({ labels, value });
  }
  return result;
}
