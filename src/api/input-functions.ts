import { canonical } from './canonical.ts';
import { deepEqual } from './equality.ts';
import { isJsonObject, type Json, type JsonObject, textsOf } from './json.ts';
import { defineFunction, defineListFunction, isAnything, isFlagOrNull, isInt, isIntOrNull, isText } from './reason.ts';
import { readableSelector } from './selector.ts';
import { labelSelector, type LabelSelector } from './shape/meta.ts';

/** What inputs of reasons are computed with, whoever gives them; timelines show them by these names. */

/** A field that a JSON object leaves out is 0. */
export const sum = defineListFunction('sum', isIntOrNull, (counts) =>
  counts.reduce<number>((total, one) => total + (one ?? 0), 0),
);

/** The first less all others. */
export const difference = defineListFunction('difference', isInt, ([first = 0, ...others]) =>
  others.reduce((rest, one) => rest - one, first),
);

/** There is no such object or field. */
export const nothing = defineFunction('nothing', [], () => null);

export const isSame = defineFunction('isSame', [isAnything, isAnything], ([left, right]) => deepEqual(left, right));

/** How many there are; of names. */
export const count = defineListFunction('count', isText, (names) => names.length);

export const atLeast = defineFunction('atLeast', [isInt, isInt], ([count, least]) => count >= least);

export const isEither = defineFunction(
  'isEither',
  [isFlagOrNull, isFlagOrNull],
  ([left, right]) => left === true || right === true,
);

/** Of several numbers. */
export const largest = defineListFunction('largest', isInt, (numbers) => Math.max(...numbers));

export const one = defineFunction('one', [], () => 1);

export const zero = defineFunction('zero', [], () => 0);

/** A number as a text; 0 if it is not there. */
export const numberText = defineFunction('numberText', [isIntOrNull], ([number]) => String(number ?? 0));

/** Whether a selector matches labels; one that is not there matches none. */
export const selectorMatches = defineFunction('selectorMatches', [isAnything, isAnything], ([value, labels]) => {
  if (value === null) return false;
  const selector = canonical(labelSelector, value);
  const readable = isSelector(selector) ? readableSelector(selector) : undefined;
  return readable?.matches(textsOf(labels)) ?? false;
});

function isSelector(value: Json): value is LabelSelector & JsonObject {
  return isJsonObject(value);
}
