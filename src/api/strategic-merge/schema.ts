import { own } from '../../text/own.ts';
import type { Json } from '../json.ts';
import type { MergeRule, Shape } from '../shape/shape.ts';

/** What a patch may say besides values. Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go */
export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM = '$deleteFromPrimitiveList/';
export const SET_ORDER = '$setElementOrder/';

/** A patch that cannot be made or applied, in the words of the reference. */
export class StrategicMergeError extends Error {}

/** The type of a field, and how a patch changes it. */
export interface FieldSchema {
  /** Of a list: the type of its items. */
  readonly shape: Shape<unknown>;
  readonly rule: MergeRule;
}

/** Source: k8s.io/apimachinery/third_party/forked/golang/json/fields.go LookupPatchMetadataForStruct */
export function fieldSchema(shape: Shape<unknown>, key: string): FieldSchema {
  if (shape.form !== 'struct') {
    throw new StrategicMergeError(
      `merging an object in json but data type is not struct, instead is: ${shape.form === 'scalar' ? shape.kind : shape.form}`,
    );
  }
  const field = own(shape.fields, key);
  if (field === undefined) {
    throw new StrategicMergeError(`unable to find api field in struct for the json field ${JSON.stringify(key)}`);
  }
  return { shape: field.shape, rule: field.merge ?? {} };
}

/** Source: k8s.io/apimachinery/pkg/util/strategicpatch/meta.go LookupPatchMetadataForSlice */
export function listSchema(shape: Shape<unknown>, key: string): FieldSchema {
  const field = fieldSchema(shape, key);
  if (field.shape.form !== 'list') throw new StrategicMergeError('expected slice or array type');
  return { shape: field.shape.item, rule: field.rule };
}

/** Go's type of a JSON value: values of different types are not merged. */
export function typeOfJson(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'number' && !Number.isInteger(value) ? 'float' : typeof value;
}
