import type { Value } from '../values/value.ts';
import type { Code, Frame } from './frame.ts';

/**
 * Values as they come onto the machine's stack, and what an operation then takes from it. They are the same unless one of
 * them left something behind (see Frame.leftovers): in `1 + findLast(list, # > 1)` the sum takes what lies directly below
 * the right side, which is a counter of the loop and not the 1.
 */
export class Operands {
  readonly #frame: Frame;
  readonly #start: number;
  readonly #values: Value[] = [];
  /** How many leftovers there were when each value came. */
  readonly #heights: number[] = [];

  constructor(frame: Frame) {
    this.#frame = frame;
    this.#start = frame.leftovers.length;
  }

  push(value: Value): void {
    this.#values.push(value);
    this.#heights.push(this.#frame.leftovers.length);
  }

  get count(): number {
    return this.#values.length;
  }

  /** As many values as were pushed. */
  take(): readonly Value[] {
    const { leftovers } = this.#frame;
    if (leftovers.length === this.#start) return this.#values;
    const stack = this.#stack();
    leftovers.push(...stack.slice(0, stack.length - this.#values.length));
    return stack.slice(stack.length - this.#values.length);
  }

  /** Leaves everything where it is. */
  abandon(): void {
    this.#frame.leftovers.push(...this.#stack());
  }

  /** The stack since the beginning, taken off the leftovers. */
  #stack(): readonly Value[] {
    const below = this.#frame.leftovers.splice(this.#start);
    const stack: Value[] = [];
    let height = 0;
    for (const [index, value] of this.#values.entries()) {
      const reached = (this.#heights[index] ?? 0) - this.#start;
      stack.push(...below.slice(height, reached), value);
      height = reached;
    }
    return [...stack, ...below.slice(height)];
  }
}

/** Runs code for each operand, in order, and takes the operands. */
export function operands(frame: Frame, codes: readonly Code[]): readonly Value[] {
  const taken = new Operands(frame);
  for (const code of codes) taken.push(code(frame));
  return taken.take();
}
