import type * as z from 'zod';
import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import { own } from '../../text/own.ts';
import type { DiagnosticList } from '../diagnostics.ts';
import { unmodelledKey } from '../not-modelled.ts';
import { didYouMean } from '../suggest.ts';
import { placeOfKey, placeOfValue, pathText, type YamlPath } from '../yaml-path.ts';
import type { YamlDocument } from '../yaml-reader.ts';
import { reportDuration } from './duration-issues.ts';
import { describedAs, knownKeys } from './known-keys.ts';
import { type Notation, notationOf } from './scalars.ts';
import { scenarioSchema } from './scenario.ts';

type Issue = z.core.$ZodIssue;

interface Context {
  readonly document: YamlDocument;
  readonly diagnostics: DiagnosticList;
}

/** Says what zod found wrong in a scenario file, each mistake with its place and in our words. */
export function reportIssues(document: YamlDocument, issues: readonly Issue[], diagnostics: DiagnosticList): void {
  const context = { document, diagnostics };
  for (const issue of issues) reportIssue(context, issue, []);
}

function yamlPath(base: YamlPath, path: readonly PropertyKey[]): YamlPath {
  return [...base, ...path.map((part) => (typeof part === 'number' ? part : String(part)))];
}

function reportIssue(context: Context, issue: Issue, base: YamlPath): void {
  const path = yamlPath(base, issue.path);
  const value = valueAt(context.document.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) reportUnknownKey(context, path, key);
      return;
    case 'invalid_union':
      return reportUnion(context, issue, path, value);
    case 'invalid_value':
      return value === undefined
        ? reportMissing(context, path)
        : reportChoice(context, path, value, issue.values.map(String));
    case 'too_small':
    case 'too_big':
      return reportRange(context, issue, path, value);
    default:
      return reportType(context, issue, path, value);
  }
}

/** Of the forms that a value may have, the one that it resembles is spoken of. */
function reportUnion(
  context: Context,
  issue: z.core.$ZodIssueInvalidUnion,
  path: YamlPath,
  value: Json | undefined,
): void {
  if ('options' in issue && Array.isArray(issue.options)) {
    return value === undefined
      ? reportMissing(context, path)
      : reportChoice(context, path, value, issue.options.map(String));
  }
  if (value === undefined) return reportMissing(context, path);
  const branches = ofTheKindNamed(issue.errors.filter((branch) => !isOfOtherForm(branch, value)));
  const stranger = isJsonObject(value) && branches.length > 1 ? commonStranger(branches) : undefined;
  if (stranger !== undefined) return reportUnknownKey(context, path, stranger);
  const [inside] = branches;
  const chosen = isScalar(value)
    ? issue.errors.find((branch) => branch.some((inner) => notationOf(inner) !== undefined))
    : inside;
  if (chosen !== undefined) {
    for (const inner of chosen) reportIssue(context, inner, path);
    return;
  }
  const expected = issue.errors.map((branch) => expectedOf(branch[0])).filter((text) => text !== undefined);
  context.diagnostics.add('E206', placeOfValue(context.document, path), {
    path: pathText(path),
    found: show(value),
    expected: [...new Set(expected)].join(', or '),
  });
}

/** Whether the value as a whole is no mapping, list or scalar as this form wants it. */
function isOfOtherForm(branch: readonly Issue[], value: Json): boolean {
  return branch.some((inner) => {
    if (inner.path.length > 0) return false;
    if (inner.code === 'invalid_union') return inner.errors.every((errors) => isOfOtherForm(errors, value));
    if (inner.code === 'custom') return typeof value !== 'string';
    return inner.code === 'invalid_type' || inner.code === 'invalid_value';
  });
}

/** Forms are told apart by a word such as `kind`: those without a wrong one, if there are any. */
function ofTheKindNamed(branches: readonly Issue[][]): readonly Issue[][] {
  const named = branches.filter((branch) => !branch.some((inner) => inner.code === 'invalid_value'));
  return named.length > 0 ? named : branches;
}

/** A key that none of the forms has. */
function commonStranger(branches: readonly (readonly Issue[])[]): string | undefined {
  const strangers = branches.map((branch) =>
    branch.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [])),
  );
  return strangers[0]?.find((key) => strangers.every((keys) => keys.includes(key)));
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function expectedOf(issue: Issue | undefined): string | undefined {
  if (issue === undefined) return undefined;
  if (issue.code === 'invalid_type') return typeName(issue.expected);
  const notation = notationOf(issue);
  if (notation !== undefined) return NOTATION_TEXTS[notation];
  return issue.code === 'invalid_value' ? issue.values.map(String).join(' or ') : undefined;
}

function reportUnknownKey(context: Context, path: YamlPath, key: string): void {
  const { document, diagnostics } = context;
  const place = placeOfKey(document, [...path, key]);
  const unmodelled = unmodelledKey([...path, key]);
  if (unmodelled !== undefined) {
    const { part, instead } = unmodelled;
    diagnostics.add('E212', place, { path: pathText([...path, key]), part, instead });
    return;
  }
  const known = knownKeys(scenarioSchema, path);
  if (known.includes(key)) {
    const value = valueAt(document.value, path);
    const beside = isJsonObject(value) ? Object.keys(value).filter((other) => other !== key) : [];
    const parameters = { path: pathText(path), key, beside };
    return diagnostics.add('E238', place, parameters);
  }
  diagnostics.add('E205', place, {
    path: path.length === 0 ? 'the scenario' : pathText(path),
    found: key,
    known,
    suggestion: didYouMean(key, known),
  });
}

function reportMissing(context: Context, path: YamlPath): void {
  const { document, diagnostics } = context;
  const place = placeOfKey(document, path);
  const key = String(path.at(-1) ?? '');
  if (path.length === 1 && key === 'apiVersion') return diagnostics.add('E201', place, { found: undefined });
  if (path.length === 1 && key === 'kind') return diagnostics.add('E202', place, { found: undefined });
  diagnostics.add('E204', place, {
    path: path.length === 1 ? 'the scenario' : pathText(path.slice(0, -1)),
    key,
    what: inPassing(describedAs(scenarioSchema, path) ?? key),
  });
}

/** A description as a part of a sentence: without its capital and its full stop. */
function inPassing(description: string): string {
  return `${description.slice(0, 1).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`;
}

function reportChoice(context: Context, path: YamlPath, value: Json, known: readonly string[]): void {
  const { document, diagnostics } = context;
  const place = placeOfValue(document, path);
  const found = show(value);
  if (path.length === 1 && path[0] === 'apiVersion') return diagnostics.add('E201', place, { found });
  if (path.length === 1 && path[0] === 'kind') return diagnostics.add('E202', place, { found });
  diagnostics.add('E207', place, { path: pathText(path), found, known, suggestion: didYouMean(found, known) });
}

function reportRange(
  context: Context,
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  path: YamlPath,
  value: Json | undefined,
): void {
  const { document, diagnostics } = context;
  const place = placeOfValue(document, path);
  if (issue.origin === 'array' && (issue.code === 'too_big' || issue.minimum > 1)) {
    const bound = issue.code === 'too_big' ? issue.maximum : issue.minimum;
    const words = issue.exact === true ? 'exactly' : issue.code === 'too_big' ? 'at most' : 'at least';
    const limit = `a list of ${words} ${String(bound)}`;
    return diagnostics.add('E214', place, { path: pathText(path), found: show(value), limit });
  }
  if (issue.origin === 'string' || issue.origin === 'array') {
    return diagnostics.add('E215', place, {
      path: pathText(path),
      what: issue.origin === 'string' ? 'text' : 'at least one',
    });
  }
  const limit =
    issue.code === 'too_small'
      ? `a number ${issue.inclusive === false ? 'above' : 'of at least'} ${String(issue.minimum)}`
      : `a number of at most ${String(issue.maximum)}`;
  diagnostics.add('E214', place, { path: pathText(path), found: show(value), limit });
}

const NOTATION_TEXTS: Readonly<Record<Notation, string>> = {
  duration: 'a duration such as 1m30s',
  name: 'a name such as my-scenario',
  time: 'a time such as 2026-01-01T00:00:00Z',
  quantity: 'a quantity such as 500m or 1Gi',
  share: 'a share such as 50%',
  metricName: 'a metric name of letters, digits, _ and :',
  labelName: 'a label name of letters, digits and _',
  errorCode: 'a status code from "400" to "599", in quotes',
};

function reportNotation(context: Context, notation: Notation, path: YamlPath, value: Json): void {
  const { document, diagnostics } = context;
  const mistyped = { path: pathText(path), found: show(value) };
  const place = placeOfValue(document, path);
  switch (notation) {
    case 'duration':
      return reportDuration(diagnostics, place, mistyped);
    case 'name':
      return diagnostics.add('E213', place, mistyped);
    case 'time':
      return diagnostics.add('E217', place, mistyped);
    case 'quantity':
      return diagnostics.add('E221', place, mistyped);
    case 'share':
      return diagnostics.add('E225', place, mistyped);
    case 'metricName':
    case 'labelName':
    case 'errorCode':
      return diagnostics.add('E206', place, { ...mistyped, expected: NOTATION_TEXTS[notation] });
  }
}

function reportType(context: Context, issue: Issue, path: YamlPath, value: Json | undefined): void {
  const { document, diagnostics } = context;
  if (path.length === 0) {
    return diagnostics.add('E203', placeOfValue(document, path), { found: show(value) });
  }
  if (value === undefined) return reportMissing(context, path);
  const notation = notationOf(issue);
  if (notation !== undefined && isScalar(value) && value !== null) {
    return reportNotation(context, notation, path, value);
  }
  const expected = expectedOf(issue) ?? 'a value of another type';
  diagnostics.add('E206', placeOfValue(document, path), { path: pathText(path), found: show(value), expected });
}

const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
]);

function typeName(type: string): string {
  return TYPE_NAMES.get(type) ?? type;
}

/** A value in a few words. */
export function show(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (isJsonArray(value)) return `a list of ${value.length}`;
  if (isJsonObject(value)) return 'a mapping';
  return String(value);
}

export function valueAt(root: Json, path: YamlPath): Json | undefined {
  let value: Json | undefined = root;
  for (const part of path) {
    if (isJsonArray(value) && typeof part === 'number') value = value[part];
    else if (isJsonObject(value)) value = own(value, String(part));
    else return undefined;
  }
  return value;
}
