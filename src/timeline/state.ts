import { compareText } from '../api/order.ts';
import type { ObjectReader } from '../api/reader.ts';
import type { KubeObject, Resource } from '../api/resources.ts';
import type { Selector } from '../api/selector.ts';
import { kindKey } from './object-ref.ts';
import type { ChangeEntry, Timeline } from './timeline.ts';

/** All changes of one object, in their order. */
interface History {
  readonly namespace: string;
  readonly name: string;
  readonly changes: ChangeEntry[];
}

/** Histories by `group/kind`, each in the order of namespaces and names. */
type Index = ReadonlyMap<
  string,
  { readonly byName: ReadonlyMap<string, History>; readonly ordered: readonly History[] }
>;

const indexes = new WeakMap<Timeline, Index>();

function nameKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function buildIndex(timeline: Timeline): Index {
  const kinds = new Map<string, Map<string, History>>();
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change') continue;
    const kind = kindKey(entry.resource);
    let byName = kinds.get(kind);
    if (byName === undefined) kinds.set(kind, (byName = new Map()));
    const { namespace, name } = entry.object;
    const key = nameKey(namespace, name);
    const history = byName.get(key);
    if (history === undefined) byName.set(key, { namespace, name, changes: [entry] });
    else history.changes.push(entry);
  }
  const index = new Map<string, { byName: ReadonlyMap<string, History>; ordered: readonly History[] }>();
  for (const [kind, byName] of kinds) {
    const ordered = [...byName.values()].sort(
      (a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name),
    );
    index.set(kind, { byName, ordered });
  }
  return index;
}

function indexOf(timeline: Timeline): Index {
  let index = indexes.get(timeline);
  if (index === undefined) indexes.set(timeline, (index = buildIndex(timeline)));
  return index;
}

/** The last change that is not later than `atMs`, by binary search. */
function lastChange(history: History, atMs: number): ChangeEntry | undefined {
  let low = 0;
  let high = history.changes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const change = history.changes[middle];
    if (change !== undefined && change.atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return history.changes[low - 1];
}

/** Whether a change is of this kind, and so what it left behind has its type. */
export function isOfKind<T extends KubeObject>(
  resource: Resource<T>,
  change: ChangeEntry,
  object: KubeObject | undefined,
): object is T {
  return object !== undefined && change.resource.kind === resource.kind && change.resource.group === resource.group;
}

function objectAt<T extends KubeObject>(resource: Resource<T>, history: History, atMs: number): T | undefined {
  const change = lastChange(history, atMs);
  if (change === undefined) return undefined;
  return isOfKind(resource, change, change.after) ? change.after : undefined;
}

/**
 * The objects as they were at `atMs` milliseconds of the run, once everything of that instant was settled. Shares the
 * objects with the timeline: finding one is a binary search in its own history, nothing is copied.
 */
export function stateAt(timeline: Timeline, atMs: number): ObjectReader {
  const index = indexOf(timeline);
  return {
    find: <T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): T | undefined => {
      const key = nameKey(resource.namespaced ? namespace : '', name);
      const history = index.get(kindKey(resource))?.byName.get(key);
      return history === undefined ? undefined : objectAt(resource, history, atMs);
    },
    list: <T extends KubeObject>(resource: Resource<T>, namespace?: string, selector?: Selector): readonly T[] => {
      const found: T[] = [];
      for (const history of index.get(kindKey(resource))?.ordered ?? []) {
        if (namespace !== undefined && resource.namespaced && history.namespace !== namespace) continue;
        const object = objectAt(resource, history, atMs);
        if (object === undefined) continue;
        if (selector === undefined || selector.matches(object.metadata.labels)) found.push(object);
      }
      return found;
    },
  };
}
