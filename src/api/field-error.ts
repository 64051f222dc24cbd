import { goQuote } from './go-quote.ts';
import type { Json } from './json.ts';

/** Kinds of complaints about a field. Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go. */
export type FieldErrorType =
  | 'FieldValueInvalid'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'InternalError';

const WORDS: Readonly<Record<FieldErrorType, string>> = {
  FieldValueInvalid: 'Invalid value',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueForbidden: 'Forbidden',
  FieldValueNotFound: 'Not found',
  FieldValueNotSupported: 'Unsupported value',
  InternalError: 'Internal error',
};

/** One complaint about one field. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** `spec.strategy.steps[0].setWeight` */
  readonly field: string;
  readonly badValue: Json;
  readonly detail: string;
  /** How Kubernetes words it. */
  readonly text: string;
}

/** Escapes what Go's encoding/json escapes. */
function goJsonText(value: Json): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function valueText(value: Json): string {
  return typeof value === 'string' ? goQuote(value) : goJsonText(value);
}

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set<FieldErrorType>([
  'FieldValueRequired',
  'FieldValueForbidden',
  'InternalError',
]);

function fieldError(type: FieldErrorType, field: string, badValue: Json, detail: string): FieldError {
  const value = WITHOUT_VALUE.has(type) ? '' : `: ${valueText(badValue)}`;
  const end = detail === '' ? '' : `: ${detail}`;
  return { type, field, badValue, detail, text: `${field}: ${WORDS[type]}${value}${end}` };
}

export const invalid = (field: string, badValue: Json, detail: string): FieldError =>
  fieldError('FieldValueInvalid', field, badValue, detail);

export const required = (field: string, detail = ''): FieldError => fieldError('FieldValueRequired', field, '', detail);

export const forbidden = (field: string, detail: string): FieldError =>
  fieldError('FieldValueForbidden', field, '', detail);

export const duplicate = (field: string, badValue: Json): FieldError =>
  fieldError('FieldValueDuplicate', field, badValue, '');

export const notFound = (field: string, badValue: Json): FieldError =>
  fieldError('FieldValueNotFound', field, badValue, '');

export const internalError = (field: string, detail: string): FieldError =>
  fieldError('InternalError', field, null, detail);

export function notSupported(field: string, badValue: string, supported: readonly string[]): FieldError {
  return fieldError(
    'FieldValueNotSupported',
    field,
    badValue,
    `supported values: ${supported.map(goQuote).join(', ')}`,
  );
}

/** The same complaint of several messages about one value. */
export function invalidEach(field: string, badValue: Json, details: readonly string[]): FieldError[] {
  return details.map((detail) => invalid(field, badValue, detail));
}

/** All complaints in one text, each different one once; undefined without any. Source: ErrorList.ToAggregate. */
export function aggregateText(errors: readonly FieldError[]): string | undefined {
  const texts = [...new Set(errors.map(({ text }) => text))];
  if (texts.length === 0) return undefined;
  return texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
}

/** Source: k8s.io/apimachinery/pkg/api/validation/generic.go ValidateNonnegativeField. */
export function nonnegative(field: string, value: number): FieldError[] {
  return value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : [];
}
