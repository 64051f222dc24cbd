import { own } from '../text/own.ts';
import { isJsonArray, isJsonObject, type Json } from './json.ts';
import type { Shape } from './shape/shape.ts';

type FieldPath = readonly (string | number)[];

/**
 * The fields of a value that its type does not have, in the order in which they are written.
 * Source: sigs.k8s.io/yaml UnmarshalStrict with DisallowUnknownFields, which stops at the first.
 */
export function unknownFields(
  shape: Shape<unknown>,
  value: Json | undefined,
  path: FieldPath = [],
): readonly FieldPath[] {
  switch (shape.form) {
    case 'scalar':
      return [];
    case 'list':
      if (!isJsonArray(value)) return [];
      return value.flatMap((item, index) => unknownFields(shape.item, item, [...path, index]));
    case 'map':
      if (!isJsonObject(value)) return [];
      return Object.entries(value).flatMap(([key, item]) => unknownFields(shape.item, item, [...path, key]));
    case 'struct':
      if (!isJsonObject(value)) return [];
      return Object.entries(value).flatMap(([key, item]) => {
        if (item === undefined) return [];
        const field = own(shape.fields, key);
        return field === undefined ? [[...path, key]] : unknownFields(field.shape, item, [...path, key]);
      });
  }
}
