import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import { ExprError, float, floats, fromJson, int, text, texts, type Value } from '../../../src/expr/index.ts';
import { INT, INT64, INT_SLICE, mapOf, STRING, UINT } from '../../../src/expr/types/types.ts';
import { dictOf, listOf, sized } from '../../../src/expr/values/value.ts';
import { textOf } from './inputs.ts';

const FLOATS: Readonly<Record<string, number>> = { NaN, '+Inf': Infinity, '-Inf': -Infinity, Inf: Infinity, '-0': -0 };

/** A float of a row; those that JSON cannot write are texts. */
export function floatOf(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  const text = textOf(value);
  return FLOATS[text] ?? Number(text);
}

function wholeOf(value: Json | undefined): bigint {
  return BigInt(typeof value === 'number' ? value : textOf(value));
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value).map(([key, item]) => [key, item ?? null] as const) : [];
}

/** A value of the Go type that a row names. */
export function valueOfKind(kind: string, value: Json | undefined): Value {
  switch (kind) {
    case '*float64':
      return value === null ? null : float(floatOf(value));
    case 'float64':
    case 'float64 text':
      return float(floatOf(value));
    case 'int':
      return int(wholeOf(value));
    case 'int64':
      return sized(INT64, wholeOf(value));
    case 'uint':
      return sized(UINT, wholeOf(value));
    case 'string':
      return text(textOf(value));
    case '[]float64':
      return floats(itemsOf(value).map(floatOf));
    case '[]string':
      return texts(itemsOf(value).map(textOf));
    case '[]int':
      return listOf(INT_SLICE, itemsOf(value).map(wholeOf));
    case 'map[string]int':
      return dictOf(
        mapOf(STRING, INT),
        entriesOf(value).map(([key, item]) => ({ key: text(key), value: wholeOf(item) })),
      );
    case 'bool':
    case '[]any':
    case 'map[string]any':
      return fromJson(value);
    case 'nil':
    case 'nil *float64':
    case 'nil []float64':
      return null;
    default:
      throw new Error(`no value of kind ${kind}`);
  }
}

/** What a row gives, or the text of the error. */
export function orError(compute: () => JsonObject): JsonObject {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ExprError) return { error: error.message };
    throw error;
  }
}
