import { goQuote } from './go-quote.ts';
import { compareText } from './order.ts';
import {
  newRequirement,
  type Requirement,
  requirementMatches,
  requirementText,
  SelectorError,
  type SelectorOperator,
} from './requirement.ts';
import type { LabelSelector } from './shape/meta.ts';

export { type Requirement, SelectorError, type SelectorOperator } from './requirement.ts';

/** A label selector, ready to match. */
export interface Selector {
  matches(labels: Readonly<Record<string, string>> | undefined): boolean;
  /** Canonical text, as `labels.Selector.String()`. */
  toString(): string;
  /** Whether it matches everything because it has no requirements. */
  readonly empty?: boolean;
  /** Labels that whatever matches must have with exactly this value: what an index can be asked for. */
  readonly equalities?: readonly LabelValue[];
}

export interface LabelValue {
  readonly key: string;
  readonly value: string;
}

function equalityOf({ key, operator, values }: Requirement): readonly LabelValue[] {
  const [value, ...others] = values;
  const exact = operator === 'in' || operator === '=' || operator === '==';
  return exact && value !== undefined && others.length === 0 ? [{ key, value }] : [];
}

/** Matches what meets every requirement; none matches everything. */
export function selectorOf(requirements: readonly Requirement[]): Selector {
  const sorted = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return {
    matches: (labels = {}) => sorted.every((requirement) => requirementMatches(requirement, labels)),
    toString: () => sorted.map(requirementText).join(','),
    empty: sorted.length === 0,
    equalities: sorted.flatMap(equalityOf),
  };
}

/** Matches nothing. */
const NOTHING: Selector = { matches: () => false, toString: () => '', empty: false, equalities: [] };

/** The selector that wants each of these labels. Source: k8s.io/apimachinery/pkg/labels/selector.go SelectorFromSet. */
export function selectorFromSet(labels: Readonly<Record<string, string>>): Selector {
  return selectorOf(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
}

const selectors = new WeakMap<LabelSelector, Selector>();

const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

function requirementsOf(selector: LabelSelector): readonly Requirement[] {
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    requirements.push(newRequirement(key, '=', [value]));
  }
  for (const expression of selector.matchExpressions ?? []) {
    const operator = OPERATORS.get(expression.operator);
    if (operator === undefined) {
      throw new SelectorError(`${goQuote(expression.operator)} is not a valid label selector operator`);
    }
    requirements.push(newRequirement(expression.key, operator, expression.values ?? []));
  }
  return requirements;
}

/**
 * The selector of a LabelSelector: a missing one matches nothing, an empty one everything.
 * Source: k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector. Throws SelectorError.
 */
export function labelSelectorAsSelector(selector: LabelSelector | null | undefined): Selector {
  if (selector === null || selector === undefined) return NOTHING;
  let result = selectors.get(selector);
  if (result === undefined) {
    result = selectorOf(requirementsOf(selector));
    selectors.set(selector, result);
  }
  return result;
}

/** The same, or undefined where Kubernetes cannot read it. */
export function readableSelector(selector: LabelSelector | null | undefined): Selector | undefined {
  try {
    return labelSelectorAsSelector(selector);
  } catch (error) {
    if (error instanceof SelectorError) return undefined;
    throw error;
  }
}

/**
 * `app=demo,tier in (a,b)`; `<none>` for an empty or missing selector, `<error>` for a bad one.
 * Source: k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go FormatLabelSelector.
 */
export function formatLabelSelector(selector: LabelSelector | null | undefined): string {
  const readable = readableSelector(selector);
  return readable === undefined ? '<error>' : readable.toString() || '<none>';
}

/**
 * A LabelSelector as Go prints it: `&LabelSelector{MatchLabels:map[string]string{app: shop,},MatchExpressions:[]LabelSelectorRequirement{},}`; `nil`
 * without one. Source: k8s.io/apimachinery/pkg/apis/meta/v1/generated.pb.go LabelSelector.String.
 */
export function goLabelSelector(selector: LabelSelector | null | undefined): string {
  if (selector === null || selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}: ${value},`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
