/** Something that happens at a time of the simulation. */
export interface ScheduledEvent {
  /** Milliseconds; what they count from is the caller's business. */
  readonly timeMs: number;
  /** Order of scheduling: decides among events of the same time. */
  readonly seq: number;
  readonly run: () => void;
  /** True until it is handed out or cancelled. */
  pending: boolean;
}

/**
 * A binary heap of events in the total order (time, sequence). Equal times never depend on how the heap happens to
 * hold its entries. Cancelling is lazy: the entry stays until it would be next.
 */
export class EventQueue {
  readonly #heap: ScheduledEvent[] = [];
  #nextSeq = 0;
  #live = 0;
  #lastTimeMs = -Infinity;

  /** Number of events that are neither handed out nor cancelled. */
  get size(): number {
    return this.#live;
  }

  /**
   * Adds an event. Throws a RangeError if `timeMs` is not finite or lies before the event handed out last: time never
   * goes backwards.
   */
  schedule(timeMs: number, run: () => void): ScheduledEvent {
    if (!Number.isFinite(timeMs)) throw new RangeError(`timeMs (=${timeMs}) should be a finite number of milliseconds`);
    if (timeMs < this.#lastTimeMs) {
      throw new RangeError(`timeMs (=${timeMs}) should not be before the last event (=${this.#lastTimeMs})`);
    }
    const event: ScheduledEvent = { timeMs, seq: this.#nextSeq++, run, pending: true };
    this.#live += 1;
    this.#siftUp(event);
    return event;
  }

  /** Takes an event back; cancelling twice, or after it was handed out, does nothing. */
  cancel(event: ScheduledEvent): void {
    if (!event.pending) return;
    event.pending = false;
    this.#live -= 1;
  }

  /** The time of the next event, or undefined when there is none. */
  peekTimeMs(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.timeMs;
  }

  /** Hands out the next event, or undefined when there is none. */
  pop(): ScheduledEvent | undefined {
    this.#dropCancelled();
    const first = this.#removeFirst();
    if (first !== undefined) {
      first.pending = false;
      this.#live -= 1;
      this.#lastTimeMs = first.timeMs;
    }
    return first;
  }

  #dropCancelled(): void {
    while (this.#heap.length > 0 && this.#heap[0]?.pending === false) this.#removeFirst();
  }

  #removeFirst(): ScheduledEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first !== undefined && last !== undefined && first !== last) this.#siftDown(last);
    return first;
  }

  #siftUp(event: ScheduledEvent): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !before(event, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = event;
  }

  /** Puts an event into the hole at the root and lets it sink. */
  #siftDown(event: ScheduledEvent): void {
    const heap = this.#heap;
    const length = heap.length;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (childIndex >= length || child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && before(right, child)) {
        childIndex += 1;
        child = right;
      }
      if (!before(child, event)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = event;
  }
}

function before(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.timeMs === b.timeMs ? a.seq < b.seq : a.timeMs < b.timeMs;
}
