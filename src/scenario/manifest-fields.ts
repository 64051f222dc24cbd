import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { goTypeOf } from '../api/kubernetes/go-types.ts';
import { apiVersionOf } from '../api/resources.ts';
import type { ScalarShape, Shape, StructShape } from '../api/shape/shape.ts';
import { parseTime } from '../api/times.ts';
import { own } from '../text/own.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import { checkLimits, checkRequired } from './manifest-limits.ts';
import { isQuantityText } from './quantity-text.ts';
import { show } from './schema/issues.ts';
import { didYouMean } from './suggest.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** Fields that are 32 bits wide in the Go types: a larger number does not decode. */
const INT32 = 2_147_483_647;
const INT64_FIELDS: ReadonlySet<string> = new Set([
  'generation',
  'observedGeneration',
  'deletionGracePeriodSeconds',
  'activeDeadlineSeconds',
]);

/** `strict`: a field that its kind does not have is an error; `warn`: a warning; `ignore`: nothing. Source: kubectl apply --validate */
export type Validation = 'strict' | 'warn' | 'ignore';

interface Checking {
  readonly diagnostics: DiagnosticList;
  readonly validate?: Validation | undefined;
}

interface Context extends Checking {
  readonly manifest: Manifest;
}

/**
 * Checks the fields of an object against the shape of its kind: a value of the wrong type is an error (the API server does not decode it), a field that the
 * type does not have is refused, as kubectl apply does. What a controller's validation refuses is no matter of this: the controller says so in the run.
 */
export function checkFields(manifest: Manifest, checking: Checking): void {
  const { resource } = manifest;
  const shape = resource.shape ?? goTypeOf(apiVersionOf(resource), resource.kind);
  if (shape !== undefined) checkStruct({ ...checking, manifest }, shape, manifest.object, []);
  if (resource.shape !== undefined) checkRequired(manifest, checking.diagnostics);
  checkLimits(manifest, checking.diagnostics);
}

/**
 * Checks a merge patch as its object would be: fields that the kind does not have, and values of the wrong type. `path` is where the patch stands in its
 * document; null removes a key.
 */
export function checkPatchFields(
  patch: Pick<Manifest, 'document' | 'path' | 'object' | 'resource'>,
  checking: Checking,
): void {
  const { resource } = patch;
  const shape = resource.shape ?? goTypeOf(apiVersionOf(resource), resource.kind);
  const manifest = { ...patch, namespace: '', name: '', unknownKind: false };
  if (shape !== undefined) checkStruct({ ...checking, manifest }, shape, patch.object, []);
}

function check(context: Context, shape: Shape<unknown>, value: Json | undefined, path: YamlPath): void {
  if (value === undefined || value === null) return;
  switch (shape.form) {
    case 'struct':
      return isJsonObject(value) ? checkStruct(context, shape, value, path) : reportForm(context, 'E423', value, path);
    case 'map':
      if (!isJsonObject(value)) return reportForm(context, 'E423', value, path);
      for (const [key, item] of Object.entries(value)) check(context, shape.item, item, [...path, key]);
      return;
    case 'list':
      if (!isJsonArray(value)) return reportForm(context, 'E422', value, path);
      value.forEach((item, index) => check(context, shape.item, item, [...path, index]));
      return;
    case 'scalar':
      return checkScalar(context, shape, value, path);
  }
}

function checkStruct(context: Context, shape: StructShape<unknown>, value: JsonObject, path: YamlPath): void {
  for (const [key, item] of Object.entries(value)) {
    const field = own(shape.fields, key);
    if (field === undefined) reportUnknownField(context, shape, path, key);
    else check(context, field.shape, item, [...path, key]);
  }
}

function reportUnknownField(context: Context, shape: StructShape<unknown>, path: YamlPath, key: string): void {
  const { manifest, diagnostics, validate = 'strict' } = context;
  if (validate === 'ignore') return;
  const known = Object.keys(shape.fields);
  diagnostics.add(
    validate === 'strict' ? 'E433' : 'W408',
    placeOfKey(manifest.document, [...manifest.path, ...path, key]),
    {
      path: pathText(path),
      found: key,
      known,
      suggestion: didYouMean(key, known),
    },
  );
}

type WrongType = 'E416' | 'E417' | 'E418' | 'E419' | 'E420' | 'E421' | 'E422' | 'E423' | 'E424';

function reportForm(context: Context, code: WrongType, value: Json, path: YamlPath): void {
  const { manifest, diagnostics } = context;
  const place = placeOfValue(manifest.document, [...manifest.path, ...path]);
  diagnostics.add(code, place, { path: pathText(path), found: show(value) });
}

function reportType(context: Context, expected: string, value: Json, path: YamlPath): void {
  const { manifest, diagnostics } = context;
  const place = placeOfValue(manifest.document, [...manifest.path, ...path]);
  diagnostics.add('E407', place, { path: pathText(path), found: show(value), expected });
}

function checkScalar(context: Context, shape: ScalarShape<unknown>, value: Json, path: YamlPath): void {
  switch (shape.kind) {
    case 'raw':
      return;
    case 'text':
    case 'bytes':
      return checkText(context, value, path);
    case 'bool':
      if (typeof value === 'boolean') return;
      return isText(value, /^(true|false|yes|no|on|off)$/i)
        ? reportForm(context, 'E418', value, path)
        : reportType(context, 'true or false', value, path);
    case 'int':
      return checkInteger(context, value, path);
    case 'number':
      return typeof value === 'number' ? undefined : reportType(context, 'a number', value, path);
    case 'intOrString':
      return checkIntOrString(context, value, path);
    case 'quantity':
      return isQuantity(value) ? undefined : reportForm(context, 'E420', value, path);
    case 'time':
      return typeof value === 'string' && parseTime(value) !== undefined
        ? undefined
        : reportForm(context, 'E421', value, path);
  }
}

function isText(value: Json, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function checkText(context: Context, value: Json, path: YamlPath): void {
  if (typeof value === 'string') return;
  if (typeof value === 'object') return reportType(context, 'text', value, path);
  reportForm(context, 'E416', value, path);
}

function checkInteger(context: Context, value: Json, path: YamlPath): void {
  if (typeof value !== 'number') {
    return isText(value, /^[-+]?\d+$/)
      ? reportForm(context, 'E417', value, path)
      : reportType(context, 'a whole number', value, path);
  }
  if (!Number.isInteger(value)) return reportForm(context, 'E419', value, path);
  const last = path.at(-1);
  if (Math.abs(value) > INT32 && !(typeof last === 'string' && INT64_FIELDS.has(last))) {
    const { manifest, diagnostics } = context;
    diagnostics.add('E425', placeOfValue(manifest.document, [...manifest.path, ...path]), {
      path: pathText(path),
      found: show(value),
      limit: `a number between -${INT32} and ${INT32}`,
    });
  }
}

function checkIntOrString(context: Context, value: Json, path: YamlPath): void {
  if (typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))) return;
  reportForm(context, 'E424', value, path);
}

function isQuantity(value: Json): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && isQuantityText(value);
}
