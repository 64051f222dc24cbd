import { isDeepStrictEqual } from 'node:util';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import type { KubeObject } from '../../../src/api/resources.ts';

/** A line of a written timeline, as far as it is needed here. */
export interface Line {
  readonly kind: string;
  readonly atMs: number;
  /** Absent: no entry, but a conclusion, or traffic. */
  readonly seq?: number;
  readonly object?: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly created?: JsonObject;
  readonly patch?: readonly Operation[];
  readonly deleted?: boolean;
}

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: Json;
}

/** The objects of a run as its timeline tells them, moved from instant to instant. Knows JSON Patch (RFC 6902) by itself. */
export class Replay {
  readonly #lines: readonly Line[];
  readonly #objects = new Map<string, JsonObject>();
  #next = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines.filter(({ kind }) => kind === 'change');
  }

  get objects(): ReadonlyMap<string, JsonObject> {
    return this.#objects;
  }

  /** Replays everything up to an instant; the keys of what changed. Throws where a line does not fit. */
  advance(atMs: number): ReadonlySet<string> {
    const touched = new Set<string>();
    for (let line = this.#lines[this.#next]; line !== undefined && line.atMs <= atMs; line = this.#lines[this.#next]) {
      this.#next += 1;
      touched.add(this.#apply(line));
    }
    return touched;
  }

  #apply({ object, created, patch, deleted, seq }: Line): string {
    if (object === undefined) throw new Error(`change ${seq} names no object`);
    const key = keyOf(object.apiVersion, object.kind, object.namespace, object.name);
    const before = this.#objects.get(key);
    if (created !== undefined) {
      if (before !== undefined) throw new Error(`change ${seq} creates ${key}, which exists`);
      this.#objects.set(key, created);
    } else if (before === undefined) {
      throw new Error(`change ${seq} is about ${key}, which does not exist`);
    } else if (deleted === true) {
      this.#objects.delete(key);
    } else {
      const after = (patch ?? []).reduce<Json>(
        (value, operation) => patched(value, pathOf(operation), operation),
        before,
      );
      if (!isJsonObject(after)) throw new Error(`change ${seq} leaves no object of ${key}`);
      this.#objects.set(key, after);
    }
    return key;
  }
}

export function keyOf(apiVersion: string, kind: string, namespace: string, name: string): string {
  return [apiVersion, kind, namespace, name].join('|');
}

function pathOf({ path }: Operation): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function patched(target: Json, path: readonly string[], operation: Operation): Json {
  const [token, ...rest] = path;
  if (token === undefined) return operation.value ?? null;
  if (isJsonArray(target)) {
    const index = token === '-' ? target.length : Number(token);
    if (!Number.isInteger(index) || index > target.length) throw new Error(`no position ${token}`);
    if (rest.length > 0) return target.map((item, at) => (at === index ? patched(item, rest, operation) : item));
    const kept = operation.op === 'add' ? 0 : 1;
    return [
      ...target.slice(0, index),
      ...(operation.op === 'remove' ? [] : [operation.value ?? null]),
      ...target.slice(index + kept),
    ];
  }
  if (!isJsonObject(target)) throw new Error(`nothing at ${operation.path}`);
  if (rest.length > 0) return { ...target, [token]: patched(target[token] ?? null, rest, operation) };
  const isThere = target[token] !== undefined;
  if (operation.op !== 'add' && !isThere) throw new Error(`${operation.op} of ${operation.path}, which does not exist`);
  const { [token]: _, ...others } = target;
  return operation.op === 'remove' ? others : { ...others, [token]: operation.value ?? null };
}

/** Whether a stored object and a replayed one are the same JSON value. */
export function isSameObject(live: KubeObject | undefined, replayed: JsonObject | undefined): boolean {
  if (live === undefined || replayed === undefined) return live === replayed;
  return isDeepStrictEqual(JSON.parse(JSON.stringify(live)), replayed);
}
