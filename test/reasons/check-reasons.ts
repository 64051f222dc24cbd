import { deepEqual } from '../../src/api/equality.ts';
import { type Segment, segmentsOf, valueAt } from '../../src/api/field-path.ts';
import { isJsonArray, isJsonObject, type Json } from '../../src/api/json.ts';
import type { Reason, Rule, Source } from '../../src/api/reason.ts';
import type { KubeObject } from '../../src/api/resources.ts';
import { INPUT_FUNCTIONS } from '../../src/controllers/rules.ts';
import { ALL_RULES } from '../../src/session/rules.ts';
import { actionText } from '../../src/world/actions/actions.ts';
import { PodCounts } from './pod-counts.ts';
import type { ChangeEntry, ObjectRef, TimelineEntry } from '../../src/timeline/timeline.ts';

/** What the truth test found in one run. */
export interface CheckedReasons {
  /** Reasons whose inputs were read again and whose formula was applied. */
  readonly checked: number;
  /** Reasons of rules that have no formula. */
  readonly unchecked: number;
  /** Reasons that are not true, each in a line. */
  readonly wrong: readonly string[];
  /** How often each rule was given as a reason, by the actor that gave it. */
  readonly uses: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Changes by each actor, and those of them without a reason. */
  readonly changes: ReadonlyMap<string, { readonly all: number; readonly withoutReason: number }>;
  /** Changes without a reason. */
  readonly bare: readonly NamedChange[];
  /** Changes of which some field has no reason. */
  readonly partial: readonly NamedChange[];
}

export interface NamedChange {
  readonly actor: string;
  readonly kind: string;
  readonly text: string;
}

export interface RunToCheck {
  readonly entries: readonly TimelineEntry[];
  /** Epoch milliseconds of time 0 of the run. */
  readonly startMs: number;
  /** The value of a parameter of the world or of a controller. */
  readonly setting: (name: string, before: readonly TimelineEntry[]) => Json;
}

interface State {
  readonly object: KubeObject;
  /** The instant at which another state took its place; undefined while it stands. */
  replacedAtMs: number | undefined;
}

const rules = new Map<string, Rule>(ALL_RULES.map((rule) => [rule.id, rule]));

function stateKey({ apiVersion, kind, namespace, name }: ObjectRef, resourceVersion: string): string {
  return [apiVersion, kind, namespace, name, resourceVersion].join('|');
}

/**
 * Reads every input of every reason again: from the written object before or after the write, from the state of another object that stood at
 * that instant, from the settings, or from the clock; computes the functions again; and compares what the rule's formula gives with what
 * was written.
 */
export function checkReasons({ entries, startMs, setting }: RunToCheck): CheckedReasons {
  const states = new Map<string, State>();
  const wrong: string[] = [];
  const bare: NamedChange[] = [];
  const partial: NamedChange[] = [];
  const uses = new Map<string, Map<string, number>>();
  const changes = new Map<string, { all: number; withoutReason: number }>();
  let checked = 0;
  let unchecked = 0;

  const pods = new PodCounts();

  const read = (source: Source, change: ChangeEntry): Json => {
    if ('at' in source) return valueAt(change[source.at], source.path);
    if ('clock' in source) return startMs + change.atMs;
    if ('setting' in source) return setting(source.setting, entries.slice(0, change.seq));
    if ('action' in source) {
      const entry = entries[source.action];
      if (entry?.kind !== 'action') throw new Error(`no action at ${source.action}`);
      if (entry.atMs > change.atMs) throw new Error(`a later action: ${source.action}`);
      return actionText(entry.action);
    }
    if ('pods' in source) return pods.count(source, startMs + change.atMs);
    if ('call' in source) {
      const compute = INPUT_FUNCTIONS.get(source.call);
      if (compute === undefined) throw new Error(`no function ${source.call}`);
      return compute.apply(source.of.map((one) => read(one, change)));
    }
    const state = states.get(stateKey(source.object, source.object.resourceVersion));
    if (state === undefined) throw new Error(`no such state: ${JSON.stringify(source.object)}`);
    if (state.replacedAtMs !== undefined && state.replacedAtMs < change.atMs) {
      throw new Error(`a state of before this instant: ${JSON.stringify(source.object)}`);
    }
    return valueAt(state.object, source.path);
  };

  const problemOf = (reason: Reason, change: ChangeEntry): string | undefined => {
    const rule = rules.get(reason.rule);
    if (rule === undefined) return 'not in the registry';
    const { path = '', value = null } = reason;
    const values: Record<string, Json> = {};
    for (const [name, input] of Object.entries(reason.inputs)) {
      if (typeof input.from === 'string') {
        if (rule.evaluate === undefined) continue;
        return `${name} has no source`;
      }
      const found = read(input.from, change);
      if (!deepEqual(found, input.value)) return `${name} is ${show(found)}, not ${show(input.value)}`;
      values[name] = found;
    }
    if (Object.keys(reason.inputs).length === 0) return 'no inputs';
    if (rule.evaluate === undefined) return undefined;
    const written = valueAt(change.after, path);
    if (!deepEqual(written, value)) return `${path} is ${show(written)}, not ${show(value)}`;
    if (deepEqual(valueAt(change.before, path), written)) return `${path} did not change`;
    const given = rule.evaluate(values);
    if (given === undefined) return `does not apply to ${show(values)}`;
    // A deletion with a grace period marks the object first.
    if (path === '' && given === null && change.after?.metadata.deletionTimestamp !== undefined) return undefined;
    return deepEqual(valueOfFields(given, written), written)
      ? undefined
      : `gives ${show(given)}, not ${show(written)} for ${show(values)}`;
  };

  const check = (reason: Reason, change: ChangeEntry): void => {
    const ofActor = uses.get(change.actor) ?? new Map<string, number>();
    uses.set(change.actor, ofActor.set(reason.rule, (ofActor.get(reason.rule) ?? 0) + 1));
    if (rules.get(reason.rule)?.evaluate === undefined) unchecked += 1;
    else checked += 1;
    let problem: string | undefined;
    try {
      problem = problemOf(reason, change);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (problem !== undefined) wrong.push(`${placeOf(change)}: ${reason.rule}: ${problem}`);
  };

  for (const entry of entries) {
    if (entry.kind !== 'change') continue;
    const { object, before, after, atMs, actor, because } = entry;
    pods.add(entry);
    const replaced = before && states.get(stateKey(object, before.metadata.resourceVersion ?? ''));
    if (replaced !== undefined) replaced.replacedAtMs = atMs;
    const { all, withoutReason } = changes.get(actor) ?? { all: 0, withoutReason: 0 };
    const isBare = because.length === 0;
    changes.set(actor, { all: all + 1, withoutReason: withoutReason + (isBare ? 1 : 0) });
    if (isBare) bare.push({ actor, kind: object.kind, text: `${placeOf(entry)}${differencesOf(entry)}` });
    if (after !== undefined) {
      const state = { object: after, replacedAtMs: undefined };
      states.set(stateKey(object, after.metadata.resourceVersion ?? ''), state);
    }
    for (const reason of because) check(reason, entry);
    const left = unexplained(entry);
    if (left.length > 0) partial.push({ actor, kind: object.kind, text: `${placeOf(entry)}: ${left.join(', ')}` });
  }
  return { checked, unchecked, wrong, uses, changes, bare, partial };
}

/** The value without what is at a path. */
function withoutPath(value: Json, segments: readonly Segment[]): Json {
  const [segment, ...rest] = segments;
  if (segment === undefined) return null;
  if (typeof segment === 'string') {
    if (!isJsonObject(value) || !Object.hasOwn(value, segment)) return value;
    const { [segment]: inner = null, ...others } = value;
    const left = withoutPath(inner, rest);
    return left === null ? others : { ...others, [segment]: left };
  }
  if (isNames(segment)) return segment.reduce<Json>((left, name) => withoutPath(left, [name, ...rest]), value);
  if (!isJsonArray(value)) return value;
  if (typeof segment === 'number')
    return value.map((item, index) => (index === segment ? withoutPath(item, rest) : item));
  const isIt = (item: Json): boolean => isJsonObject(item) && item[segment.property] === segment.equals;
  return value.flatMap((item) => (!isIt(item) ? [item] : rest.length === 0 ? [] : [withoutPath(item, rest)]));
}

function isNames(segment: Segment): segment is readonly string[] {
  return Array.isArray(segment);
}

/** Conditions are known by their type: their order says nothing. */
function byType(left: Json, right: Json): number {
  const typeOf = (value: Json): string =>
    isJsonObject(value) && typeof value['type'] === 'string' ? value['type'] : '';
  return typeOf(left) < typeOf(right) ? -1 : typeOf(left) > typeOf(right) ? 1 : 0;
}

/** Nothing, an empty object and an empty list are one. */
function pruned(value: Json): Json {
  if (isJsonArray(value)) return value.length === 0 ? null : value.map(pruned).sort(byType);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const left = pruned(item ?? null);
    return left === null ? [] : [[key, left] as const];
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

/** Fields that a change of an object changed and no reason is about, two levels deep. */
function unexplained({ before, after, because }: ChangeEntry): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const strip = (object: unknown): Json =>
    pruned(
      ['metadata.resourceVersion', 'metadata.generation', ...because.map(({ path = '' }) => path)].reduce<Json>(
        (value, path) => withoutPath(value, segmentsOf(path)),
        valueAt(object, ''),
      ),
    );
  const [left, right] = [strip(before), strip(after)];
  return ['metadata', 'spec', 'status', 'data'].flatMap((part) => {
    const [old, now] = [valueAt(left, part), valueAt(right, part)];
    const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
    return [...keys]
      .map((key) => `${part}[${key}]`)
      .filter((path) => !deepEqual(valueAt(left, path), valueAt(right, path)));
  });
}

/** What a rule gives for the fields that were written: of several fields a write may change some. */
function valueOfFields(given: Json, written: Json): Json {
  if (!isJsonObject(given) || !isJsonObject(written)) return given;
  return Object.fromEntries(Object.keys(written).map((key) => [key, given[key] ?? null]));
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

function placeOf({ atMs, seq, actor, object }: ChangeEntry): string {
  return `${atMs / 1000} s (${seq}) ${object.kind} ${object.name} by ${actor}`;
}

/** The fields that a change of an object changed, two levels deep. */
function differencesOf({ before, after }: ChangeEntry): string {
  if (before === undefined) return ', created';
  if (after === undefined) return ', deleted';
  const fields = new Set<string>();
  for (const part of ['metadata', 'spec', 'status', 'data']) {
    const [left, right] = [valueAt(before, part), valueAt(after, part)];
    for (const key of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])) {
      if (key === 'resourceVersion' || key === 'generation') continue;
      const path = `${part}[${key}]`;
      if (!deepEqual(valueAt(before, path), valueAt(after, path))) fields.add(path);
    }
  }
  return `: ${[...fields].join(', ')}`;
}
