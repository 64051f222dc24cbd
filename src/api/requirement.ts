import { own } from '../text/own.ts';
import { goQuote } from './go-quote.ts';
import { fitsInt64, parseInteger } from './int64.ts';
import { labelValueErrors, qualifiedNameErrors } from './label-validation.ts';

export type SelectorOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** One condition of a label selector; all of them must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
}

/** Thrown for a selector that Kubernetes refuses; the message is its own. */
export class SelectorError extends Error {}

/** Source: Go strconv.ParseInt with base 10 and 64 bits. */
function parseInt64(text: string): bigint | undefined {
  const value = parseInteger(text);
  return value !== undefined && fitsInt64(value) ? value : undefined;
}

/** What Kubernetes says of a value it does not accept at a path. */
export function invalidValue(path: string, value: string, errors: readonly string[]): string {
  return `${path}: Invalid value: ${value}: ${errors.join('; ')}`;
}

function countErrors(operator: SelectorOperator, values: readonly string[]): string[] {
  const found = values.length === 0 ? 'null' : `[${values.map((value) => JSON.stringify(value)).join(',')}]`;
  const say = (message: string): string[] => [invalidValue('values', found, [message])];
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? say("for 'in', 'notin' operators, values set can't be empty") : [];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : say('exact-match compatibility requires one single value');
    case 'exists':
    case '!':
      return values.length === 0 ? [] : say('values set must be empty for exists and does not exist');
    case 'gt':
    case 'lt':
      return values.length === 1 ? [] : say("for 'Gt', 'Lt' operators, exactly one value is required");
  }
}

/** Makes a requirement of checked parts. Source: k8s.io/apimachinery/pkg/labels/selector.go NewRequirement. Throws SelectorError. */
export function newRequirement(key: string, operator: SelectorOperator, values: readonly string[]): Requirement {
  const errors: string[] = [];
  const ofKey = qualifiedNameErrors(key);
  if (ofKey.length > 0) errors.push(invalidValue('key', goQuote(key), ofKey));
  errors.push(...countErrors(operator, values));
  if (operator === 'gt' || operator === 'lt') {
    for (const [index, value] of values.entries()) {
      if (parseInt64(value) !== undefined) continue;
      errors.push(
        invalidValue(`values[${index}]`, goQuote(value), ["for 'Gt', 'Lt' operators, the value must be an integer"]),
      );
    }
  }
  for (const [index, value] of values.entries()) {
    const ofValue = labelValueErrors(value);
    if (ofValue.length > 0) errors.push(invalidValue(`values[${index}][${key}]`, goQuote(value), ofValue));
  }
  const [first, ...others] = new Set(errors);
  if (first === undefined) return { key, operator, values };
  throw new SelectorError(others.length === 0 ? first : `[${[first, ...others].join(', ')}]`);
}

/** Whether labels meet a requirement. Source: k8s.io/apimachinery/pkg/labels/selector.go Requirement.Matches. */
export function requirementMatches(requirement: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = own(labels, requirement.key);
  switch (requirement.operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && requirement.values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !requirement.values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const left = value === undefined ? undefined : parseInt64(value);
      const right = parseInt64(requirement.values[0] ?? '');
      if (left === undefined || right === undefined) return false;
      return requirement.operator === 'gt' ? left > right : left < right;
    }
  }
}

const SIGNS: Readonly<Record<SelectorOperator, string>> = {
  in: ' in ',
  notin: ' notin ',
  '=': '=',
  '==': '==',
  '!=': '!=',
  exists: '',
  '!': '',
  gt: '>',
  lt: '<',
};

/** The text of a requirement, values in order. Source: k8s.io/apimachinery/pkg/labels/selector.go Requirement.String. */
export function requirementText(requirement: Requirement): string {
  const { key, operator, values } = requirement;
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  const list = [...values].sort().join(',');
  const isSet = operator === 'in' || operator === 'notin';
  return `${key}${SIGNS[operator]}${isSet ? `(${list})` : list}`;
}
