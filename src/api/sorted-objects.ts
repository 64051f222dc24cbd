import type { KubeObject } from './resources.ts';

/** Objects by name, always in the order of names. A list that was handed out never changes: the next write works on a copy. */
export class SortedObjects<T extends KubeObject> {
  readonly #byName = new Map<string, T>();
  #names: string[] = [];
  #objects: T[] = [];
  #lent = false;

  get size(): number {
    return this.#names.length;
  }

  find(name: string): T | undefined {
    return this.#byName.get(name);
  }

  list(): readonly T[] {
    this.#lent = true;
    return this.#objects;
  }

  set(name: string, object: T): void {
    const position = this.#position(name);
    this.#own();
    if (this.#byName.has(name)) {
      this.#objects[position] = object;
    } else {
      this.#names.splice(position, 0, name);
      this.#objects.splice(position, 0, object);
    }
    this.#byName.set(name, object);
  }

  delete(name: string): void {
    if (!this.#byName.delete(name)) return;
    const position = this.#position(name);
    this.#own();
    this.#names.splice(position, 1);
    this.#objects.splice(position, 1);
  }

  #own(): void {
    if (!this.#lent) return;
    this.#objects = this.#objects.slice();
    this.#lent = false;
  }

  /** Where the name is, or where it belongs. */
  #position(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#names[middle] ?? '') < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
