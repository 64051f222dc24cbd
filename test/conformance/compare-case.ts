import { deepEqual } from '../../src/api/equality.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import type { RecordedCase, TraceEntry, TraceEvent } from '../../src/simulation/recording/case.ts';

/** Where a run first differs from its recording. */
export interface CaseDifference {
  readonly second: number;
  /** `Kind/name`, or `view`, `list`, `did`. */
  readonly object: string;
  /** Where in it: `status.conditions[Progressing].message`. */
  readonly path: string;
  readonly expected: Json;
  readonly got: Json;
}

/** Differences of a run from its recording: of the first second that has one, at most `limit`. */
export function compareCase(recorded: RecordedCase, got: readonly TraceEntry[], limit = 1): readonly CaseDifference[] {
  const ordered = /deployment/.test(recorded.group);
  const seconds = new Map(got.map((entry) => [entry.t, entry]));
  const all = new Set([...recorded.trace, ...got].map(({ t }) => t));
  const found: CaseDifference[] = [];
  const want = new Map(recorded.trace.map((entry) => [entry.t, entry]));
  for (const t of [...all].sort((a, b) => a - b)) {
    compareSecond(want.get(t) ?? nothing(t), seconds.get(t) ?? nothing(t), ordered, found);
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function nothing(t: number): TraceEntry {
  return { t, did: [], changed: {}, gone: [], events: [], view: undefined, list: undefined };
}

function compareSecond(want: TraceEntry, got: TraceEntry, ordered: boolean, found: CaseDifference[]): void {
  const differ = (object: string, path: string, expected: Json | undefined, actual: Json | undefined): void => {
    found.push({ second: want.t, object, path, expected: expected ?? null, got: actual ?? null });
  };
  if (!deepEqual(want.did, got.did)) differ('did', '', want.did, got.did);
  for (const key of unionOf(want.changed, got.changed)) {
    const [expected, actual] = [want.changed[key], got.changed[key]];
    if (expected === undefined || actual === undefined) {
      differ(key, '', expected ?? 'no change', actual ?? 'no change');
      continue;
    }
    const [left, right] = ordered ? [expected, actual] : [byType(expected), byType(actual)];
    const at = firstDifference(left, right, '');
    if (at !== undefined) differ(key, at.path, at.left, at.right);
  }
  if (!deepEqual([...want.gone].sort(), [...got.gone].sort())) differ('gone', '', want.gone, got.gone);
  compareEvents(want.events, got.events, differ);
  for (const view of ['view', 'list'] as const) {
    if (want[view] === undefined) continue;
    const at = firstDifference(linesOf(want[view]), linesOf(got[view] ?? ''), '');
    if (at !== undefined) differ(view, at.path, at.left, at.right);
  }
}

function compareEvents(
  want: readonly TraceEvent[],
  got: readonly TraceEvent[],
  differ: (object: string, path: string, expected: Json, got: Json) => void,
): void {
  const text = ({ type, reason, message }: TraceEvent): string => `${type} ${reason} ${message}`;
  for (const object of new Set([...want, ...got].map((event) => event.object))) {
    const of = (events: readonly TraceEvent[]): readonly string[] =>
      events.filter((event) => event.object === object).map(text);
    const at = firstDifference(of(want), of(got), '');
    if (at !== undefined) differ(object, `events${at.path}`, at.left ?? null, at.right ?? null);
  }
}

/** A text as its lines, so that a difference names one of them. */
function linesOf(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? value.split('\n') : value;
}

/** The recorded value with its conditions by type: their order is chance in the Argo groups. */
function byType(value: Json): Json {
  if (!isJsonObject(value) || !isJsonObject(value['status'])) return value;
  const { conditions } = value['status'];
  if (!isJsonArray(conditions)) return value;
  const named: Record<string, Json> = {};
  for (const condition of conditions) if (isJsonObject(condition)) named[String(condition['type'])] = condition;
  return { ...value, status: { ...value['status'], conditions: named } };
}

interface Difference {
  readonly path: string;
  readonly left: Json | undefined;
  readonly right: Json | undefined;
}

/** The first place where two values differ. */
function firstDifference(left: Json | undefined, right: Json | undefined, path: string): Difference | undefined {
  if (deepEqual(left, right)) return undefined;
  if (isJsonObject(left) && isJsonObject(right)) {
    for (const key of unionOf(left, right)) {
      const found = firstDifference(left[key], right[key], path === '' ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
  }
  if (isJsonArray(left) && isJsonArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      const found = firstDifference(left[index], right[index], `${path}[${index}]`);
      if (found !== undefined) return found;
    }
  }
  return { path, left, right };
}

function unionOf(left: JsonObject, right: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
}
