import { own } from '../text/own.ts';
import type { KubeObject, Resource } from './resources.ts';
import type { Selector } from './selector.ts';
import { SortedObjects } from './sorted-objects.ts';

/** Below this number of objects it is quicker to look at all of them. */
const INDEXED_SIZE = 32;

/** The objects of one namespace, and those with a label that was asked for once. */
interface Namespace<T extends KubeObject> {
  readonly objects: SortedObjects<T>;
  readonly byLabel: Map<string, SortedObjects<T>>;
}

/** The objects of one kind, by namespace and name. */
export class Store<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly #namespaces = new Map<string, Namespace<T>>();

  constructor(resource: Resource<T>) {
    this.resource = resource;
  }

  find(namespace: string, name: string): T | undefined {
    return this.#namespaces.get(namespace)?.objects.find(name);
  }

  set(namespace: string, name: string, object: T): void {
    let space = this.#namespaces.get(namespace);
    if (space === undefined) {
      space = { objects: new SortedObjects(), byLabel: new Map() };
      this.#namespaces.set(namespace, space);
    }
    const before = space.objects.find(name);
    space.objects.set(name, object);
    if (space.byLabel.size === 0) return;
    if (before !== undefined && before.metadata.labels !== object.metadata.labels) {
      for (const bucket of bucketsOf(space, before)) bucket.delete(name);
    }
    for (const bucket of bucketsOf(space, object)) bucket.set(name, object);
  }

  delete(namespace: string, name: string): void {
    const space = this.#namespaces.get(namespace);
    const object = space?.objects.find(name);
    if (space === undefined || object === undefined) return;
    space.objects.delete(name);
    for (const bucket of bucketsOf(space, object)) bucket.delete(name);
  }

  /** In the order of names; of all namespaces, in their order, when none is given. */
  list(namespace: string | undefined, selector: Selector | undefined): readonly T[] {
    if (namespace !== undefined) return listOne(this.#namespaces.get(namespace), selector);
    const names = [...this.#namespaces.keys()].sort();
    return names.flatMap((name) => listOne(this.#namespaces.get(name), selector));
  }
}

function labelKey(key: string, value: string): string {
  return `${key}=${value}`;
}

/** The buckets of an object's labels, of those that exist. */
function* bucketsOf<T extends KubeObject>(space: Namespace<T>, object: T): Iterable<SortedObjects<T>> {
  for (const [key, value] of Object.entries(object.metadata.labels ?? {})) {
    const bucket = space.byLabel.get(labelKey(key, value));
    if (bucket !== undefined) yield bucket;
  }
}

function listOne<T extends KubeObject>(space: Namespace<T> | undefined, selector: Selector | undefined): readonly T[] {
  if (space === undefined) return [];
  if (selector === undefined) return space.objects.list();
  return candidates(space, selector).filter((object) => selector.matches(object.metadata.labels));
}

/** The objects that may match: those with the rarest of the labels that the selector wants. */
function candidates<T extends KubeObject>(space: Namespace<T>, selector: Selector): readonly T[] {
  let fewest = space.objects;
  if (fewest.size >= INDEXED_SIZE) {
    for (const { key, value } of selector.equalities ?? []) {
      const bucket = bucketOf(space, key, value);
      if (bucket.size < fewest.size) fewest = bucket;
    }
  }
  return fewest.list();
}

function bucketOf<T extends KubeObject>(space: Namespace<T>, key: string, value: string): SortedObjects<T> {
  const label = labelKey(key, value);
  let bucket = space.byLabel.get(label);
  if (bucket === undefined) {
    bucket = new SortedObjects();
    for (const object of space.objects.list()) {
      if (own(object.metadata.labels, key) === value) bucket.set(object.metadata.name ?? '', object);
    }
    space.byLabel.set(label, bucket);
  }
  return bucket;
}
