import {
  type IntOrString,
  intOrStringText,
  intValue,
  readLenientScaledValue,
  readStrictScaledValue,
  type ScaledValueResult,
} from '../../../../src/api/int-or-string.ts';
import { canonical } from '../../../../src/api/canonical.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import {
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  QuantityError,
  quantityValue,
} from '../../../../src/api/quantity.ts';
import {
  formatLabelSelector,
  labelSelectorAsSelector,
  type Selector,
  SelectorError,
} from '../../../../src/api/selector.ts';
import { parseSelector } from '../../../../src/api/selector-parser.ts';
import { type LabelSelector, labelSelector } from '../../../../src/api/shape/meta.ts';
import { byKind, numberOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function labelSets(input: JsonObject): readonly Readonly<Record<string, string>>[] {
  const sets = input['labels'];
  if (!isJsonArray(sets)) throw new Error('no labels');
  return sets.map((labels) => {
    if (!isJsonObject(labels)) throw new Error('no labels');
    return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, textOf(value)]));
  });
}

function selectorOrError(make: () => Selector, input: JsonObject): JsonObject {
  try {
    const selector = make();
    const matches = labelSets(input).map((labels) => selector.matches(labels));
    return { canonical: selector.toString(), empty: selector.empty ?? false, matches };
  } catch (error) {
    if (error instanceof SelectorError) return { error: error.message };
    throw error;
  }
}

function isLabelSelector(value: Json | undefined): value is LabelSelector & JsonObject {
  if (value === undefined) return false;
  canonical(labelSelector, value);
  return isJsonObject(value);
}

function readLabelSelector(input: JsonObject): JsonObject {
  const value = input['selector'];
  const selector = isLabelSelector(value) ? value : undefined;
  const result = selectorOrError(() => labelSelectorAsSelector(selector), input);
  return { ...result, formatted: formatLabelSelector(selector) };
}

function quantity(input: JsonObject): JsonObject {
  try {
    const parsed = parseQuantity(textOf(input['value']));
    const sign = parsed.unscaled < 0n ? -1 : parsed.unscaled > 0n ? 1 : 0;
    return {
      approx: Number(parsed.unscaled) * Number(`1e${parsed.exponent}`),
      canonical: formatQuantity(parsed),
      format: parsed.format,
      isZero: sign === 0,
      milli: String(quantityMilliValue(parsed)),
      sign,
      value: String(quantityValue(parsed)),
    };
  } catch (error) {
    if (error instanceof QuantityError) return { error: error.message };
    throw error;
  }
}

function compare(input: JsonObject): JsonObject {
  const cmp = compareQuantities(parseQuantity(textOf(input['a'])), parseQuantity(textOf(input['b'])));
  return { cmp, equal: cmp === 0 };
}

function scaled(
  read: (value: IntOrString, total: number, roundUp: boolean) => ScaledValueResult,
  value: IntOrString,
  total: number,
): JsonObject {
  const down = read(value, total, false);
  const up = read(value, total, true);
  if (down.error !== undefined) return { error: down.error };
  return { down: down.value, up: up.value };
}

function intOrString(input: JsonObject): JsonObject {
  const value = input['value'];
  if (typeof value !== 'number' && typeof value !== 'string') throw new Error('neither number nor text');
  const total = numberOf(input['total']);
  return {
    deprecated: scaled(readLenientScaledValue, value, total),
    intValue: intValue(value),
    strict: scaled(readStrictScaledValue, value, total),
    string: intOrStringText(value),
  };
}

const KINDS: Readonly<Record<string, (input: JsonObject) => Json>> = {
  parse: (input) => selectorOrError(() => parseSelector(textOf(input['selector'])), input),
  labelSelector: readLabelSelector,
  quantity,
  compare,
  intOrString,
};

export const check: TableCheck = {
  table: 'selectors-quantities',
  compute: (input) => byKind(KINDS, input),
};
