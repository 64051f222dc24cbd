import type { Json } from '../json.ts';

/**
 * Shapes describe objects as the reference's Go types do: which fields exist, in which order they are
 * serialised, and which zero values vanish. One shape gives the TypeScript type, the canonical form that the
 * API server stores, the bytes that are hashed into pod-template-hash, and the list of known fields.
 */
export type Shape<T> = ScalarShape<T> | ListShape<T> | MapShape<T> | StructShape<T>;

export type ScalarKind = 'text' | 'int' | 'number' | 'bool' | 'time' | 'quantity' | 'intOrString' | 'bytes' | 'raw';

export interface ScalarShape<T> {
  readonly form: 'scalar';
  readonly kind: ScalarKind;
  /** Carries the TypeScript type only; never set. */
  readonly type?: T;
}

export interface ListShape<T> {
  readonly form: 'list';
  readonly item: Shape<unknown>;
  readonly type?: T;
}

export interface MapShape<T> {
  readonly form: 'map';
  readonly item: Shape<unknown>;
  readonly type?: T;
}

export interface StructShape<T> {
  readonly form: 'struct';
  readonly fields: Fields;
  readonly type?: T;
}

/**
 * How a field is serialised:
 * `omit`: a zero value vanishes (Go `omitempty` on a value type, list or map);
 * `pointer`: absent when nil, kept when it points to a zero value (Go `omitempty` on a pointer); of a list: kept when empty, though JSON leaves it out;
 * `kept`: always there, with the zero value when nothing was written (no `omitempty`, or a struct);
 * `nullable`: a pointer without `omitempty`, null when nil.
 */
export type Presence = 'omit' | 'pointer' | 'kept' | 'nullable';

/** How a strategic merge patch changes a field. Source: the patchStrategy and patchMergeKey tags of k8s.io/api */
export interface MergeRule {
  /** `merge`: a list is merged item by item; `replace`: the value is replaced whole. Absent: objects are merged, lists are replaced. */
  readonly strategy?: 'merge' | 'replace';
  /** Whether a patch names the fields that stay. */
  readonly retainsKeys?: boolean;
  /** The field that tells the items of a merged list apart; absent for lists of scalars. */
  readonly key?: string;
}

export interface Field<T, P extends Presence> {
  readonly presence: P;
  readonly shape: Shape<T>;
  readonly merge?: MergeRule;
}

export interface Fields {
  readonly [name: string]: Field<unknown, Presence>;
}

/** The TypeScript type of the objects that a shape describes. */
export type Infer<S> = S extends { readonly type?: infer T } ? Exclude<T, undefined> : never;

type OptionalNames<F extends Fields> = {
  [K in keyof F]: F[K]['presence'] extends 'omit' | 'pointer' ? K : never;
}[keyof F];

type RequiredNames<F extends Fields> = Exclude<keyof F, OptionalNames<F>>;

type FieldType<F> = F extends Field<infer T, infer P> ? (P extends 'nullable' ? T | null : T) : never;

export type InferFields<F extends Fields> = {
  readonly [K in RequiredNames<F>]: FieldType<F[K]>;
} & {
  readonly [K in OptionalNames<F>]?: FieldType<F[K]> | undefined;
};

type Flat<T> = { [K in keyof T]: T[K] };

const scalar = <T>(kind: ScalarKind): ScalarShape<T> => ({ form: 'scalar', kind });

export const text = scalar<string>('text');
export const int = scalar<number>('int');
export const number = scalar<number>('number');
export const bool = scalar<boolean>('bool');
/** RFC 3339 with whole seconds; null is Go's zero time. */
export const time = scalar<string | null>('time');
/** A Kubernetes quantity in canonical notation. */
export const quantity = scalar<string>('quantity');
export const intOrString = scalar<number | string>('intOrString');
/** Bytes in base64. */
export const bytes = scalar<string | null>('bytes');
/** Any JSON, kept as it is. */
export const raw = scalar<Json>('raw');

export function list<T>(item: Shape<T>): ListShape<readonly T[]> {
  return { form: 'list', item };
}

export function map<T>(item: Shape<T>): MapShape<{ readonly [key: string]: T }> {
  return { form: 'map', item };
}

export function struct<F extends Fields>(fields: F): StructShape<Flat<InferFields<F>>> & { readonly fields: F } {
  return { form: 'struct', fields };
}

export const omit = <T>(shape: Shape<T>): Field<T, 'omit'> => ({ presence: 'omit', shape });
export const pointer = <T>(shape: Shape<T>): Field<T, 'pointer'> => ({ presence: 'pointer', shape });
export const kept = <T>(shape: Shape<T>): Field<T, 'kept'> => ({ presence: 'kept', shape });
export const nullable = <T>(shape: Shape<T>): Field<T, 'nullable'> => ({ presence: 'nullable', shape });
