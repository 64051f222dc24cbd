import { own } from '../text/own.ts';
import { goQuote } from './go-quote.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';

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

/** A value as Go's %#v prints it, by the type that its field has. Fields of other structured types are printed as JSON. */
function goDump(field: string, value: Json): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  if (name === 'maxSurge' || name === 'maxUnavailable') return intOrStringDump(value);
  if (!isJsonObject(value)) return valueText(value);
  if (name === 'selector') return selectorDump(value);
  return name === 'labels' || name === 'annotations' || name === 'matchLabels' ? mapDump(value) : valueText(value);
}

function intOrStringDump(value: Json): string {
  const [type, number, text] = typeof value === 'string' ? [1, 0, value] : [0, Number(value), ''];
  return `intstr.IntOrString{Type:${type}, IntVal:${number}, StrVal:${goQuote(text)}}`;
}

function mapDump(value: JsonObject): string {
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${goQuote(key)}:${goQuote(String(own(value, key)))}`);
  return `map[string]string{${entries.join(', ')}}`;
}

function selectorDump({ matchLabels, matchExpressions }: JsonObject): string {
  const labels = isJsonObject(matchLabels) ? mapDump(matchLabels) : 'map[string]string(nil)';
  const requirements = isJsonArray(matchExpressions) ? matchExpressions.filter(isJsonObject) : [];
  const listed = requirements.map(({ key = '', operator = '', values }) => {
    const texts = isJsonArray(values)
      ? `[]string{${values.map((one) => goQuote(String(one))).join(', ')}}`
      : '[]string(nil)';
    return `v1.LabelSelectorRequirement{Key:${goQuote(String(key))}, Operator:${goQuote(String(operator))}, Values:${texts}}`;
  });
  const expressions = `[]v1.LabelSelectorRequirement${isJsonArray(matchExpressions) ? `{${listed.join(', ')}}` : '(nil)'}`;
  return `v1.LabelSelector{MatchLabels:${labels}, MatchExpressions:${expressions}}`;
}

/** A complaint as Kubernetes words it up to 1.33: values of structured types as a dump of the Go type. */
export function goDumpText({ type, field, badValue, detail }: FieldError): string {
  return worded(type, field, goDump(field, badValue), detail);
}

function worded(type: FieldErrorType, field: string, shown: string, detail: string): string {
  const value = WITHOUT_VALUE.has(type) ? '' : `: ${shown}`;
  const end = detail === '' ? '' : `: ${detail}`;
  return `${field}: ${WORDS[type]}${value}${end}`;
}

function fieldError(type: FieldErrorType, field: string, badValue: Json, detail: string): FieldError {
  return { type, field, badValue, detail, text: worded(type, field, valueText(badValue), detail) };
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
