import type { Sample } from './evaluation.ts';

/** Whether one element comes before another, as Go's sort.Interface asks it. */
export type Less = (a: Sample, b: Sample) => boolean;

/** Source: promql/functions.go vectorByValueHeap.Less: NaN before everything. */
export const smallestFirst: Less = (a, b) => Number.isNaN(a.value) || a.value < b.value;

/** Source: promql/functions.go vectorByReverseValueHeap.Less. */
export const largestFirst: Less = (a, b) => Number.isNaN(a.value) || a.value > b.value;

const INSERTION_SORT_UP_TO = 12;

/**
 * Sorts as Go's sort.Sort does: up to twelve elements by insertion, which keeps the order of equal ones. Beyond that the order of equal
 * ones is Go's secret; here it is kept.
 */
export function goSort(elements: readonly Sample[], less: Less): Sample[] {
  if (elements.length > INSERTION_SORT_UP_TO)
    return [...elements].sort((a, b) => Number(less(b, a)) - Number(less(a, b)));
  const sorted = [...elements];
  for (let i = 1; i < sorted.length; i += 1) {
    for (let j = i; j > 0; j -= 1) {
      const [before, after] = [sorted[j - 1], sorted[j]];
      if (before === undefined || after === undefined || !less(after, before)) break;
      sorted[j - 1] = after;
      sorted[j] = before;
    }
  }
  return sorted;
}

/** A binary heap with the least element on top. Source: Go container/heap. */
export class GoHeap {
  readonly elements: Sample[] = [];
  readonly #less: Less;

  constructor(less: Less) {
    this.#less = less;
  }

  push(element: Sample): void {
    this.elements.push(element);
    let child = this.elements.length - 1;
    for (;;) {
      const parent = Math.trunc((child - 1) / 2);
      if (parent === child || !this.#before(child, parent)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  /** Puts an element in the place of the top one. */
  replaceTop(element: Sample): void {
    this.elements[0] = element;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= this.elements.length) return;
      const right = left + 1;
      const child = right < this.elements.length && this.#before(right, left) ? right : left;
      if (!this.#before(child, parent)) return;
      this.#swap(parent, child);
      parent = child;
    }
  }

  #before(i: number, j: number): boolean {
    const [a, b] = [this.elements[i], this.elements[j]];
    return a !== undefined && b !== undefined && this.#less(a, b);
  }

  #swap(i: number, j: number): void {
    const [a, b] = [this.elements[i], this.elements[j]];
    if (a === undefined || b === undefined) return;
    this.elements[i] = b;
    this.elements[j] = a;
  }
}
