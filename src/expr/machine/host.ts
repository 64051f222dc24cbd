import { ExprPanic } from '../expr-error.ts';
import { MEMORY_BUDGET, STEP_BUDGET, TEXT_BUDGET } from '../syntax/limits.ts';

/** What a run may still use up, and the time that it takes for now. */
export class Host {
  readonly nowNanos: bigint;
  #steps = 0;
  #elements = 0;
  #bytes = 0;

  constructor(nowNanos: bigint) {
    this.nowNanos = nowNanos;
  }

  /** Work done: loops, and what builtins look at. */
  readonly spend = (steps: number): void => {
    this.#steps += steps;
    if (this.#steps > STEP_BUDGET) throw new ExprPanic('step budget exceeded');
  };

  /** Elements of a list or map that is made. Source: expr v1.15.5 vm/vm.go memGrow */
  grow(elements: number): void {
    this.#elements += elements;
    if (this.#elements >= MEMORY_BUDGET) throw new ExprPanic('memory budget exceeded');
  }

  /** Bytes of a text that is about to be made. */
  growText(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > TEXT_BUDGET) throw new ExprPanic('memory budget exceeded');
  }
}
