import type { KubeObject, Resource } from './resources.ts';

interface Namespace<T> {
  readonly objects: Map<string, T>;
  /** The names in order; forgotten when one is added or removed. */
  names: readonly string[] | undefined;
}

/** The objects of one kind, by namespace and name. */
export class Store<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly #namespaces = new Map<string, Namespace<T>>();

  constructor(resource: Resource<T>) {
    this.resource = resource;
  }

  find(namespace: string, name: string): T | undefined {
    return this.#namespaces.get(namespace)?.objects.get(name);
  }

  set(namespace: string, name: string, object: T): void {
    let space = this.#namespaces.get(namespace);
    if (space === undefined) {
      space = { objects: new Map(), names: undefined };
      this.#namespaces.set(namespace, space);
    }
    if (!space.objects.has(name)) space.names = undefined;
    space.objects.set(name, object);
  }

  delete(namespace: string, name: string): void {
    const space = this.#namespaces.get(namespace);
    if (space?.objects.delete(name) === true) space.names = undefined;
  }

  /** In the order of names; of all namespaces, in their order, when none is given. */
  list(namespace: string | undefined): readonly T[] {
    if (namespace !== undefined) return this.#listOne(this.#namespaces.get(namespace));
    return [...this.#namespaces.keys()].sort().flatMap((name) => this.#listOne(this.#namespaces.get(name)));
  }

  #listOne(space: Namespace<T> | undefined): readonly T[] {
    if (space === undefined) return [];
    space.names ??= [...space.objects.keys()].sort();
    const result: T[] = [];
    for (const name of space.names) {
      const object = space.objects.get(name);
      if (object !== undefined) result.push(object);
    }
    return result;
  }
}
