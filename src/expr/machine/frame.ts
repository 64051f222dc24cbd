import { ExprPanic } from '../expr-error.ts';
import { type Location, NOWHERE } from '../syntax/location.ts';
import { elementAt } from '../values/runtime.ts';
import { type Dict, stringMap, type Value } from '../values/value.ts';
import { toBytes } from '../values/utf8.ts';
import type { Host } from './host.ts';

/** A loop that is running: what `#`, `#index` and `#acc` are. */
export interface Loop {
  readonly collection: Value;
  readonly length: number;
  index: number;
  acc: Value;
}

/** The state of one run. */
export class Frame {
  readonly env: ReadonlyMap<string, Value>;
  readonly host: Host;
  readonly variables: Value[] = [];
  readonly loops: Loop[] = [];
  /** Where the operation stands that is carried out: an error is reported there. */
  at: Location = NOWHERE;
  /**
   * What operations have left on the machine's stack below the values in hand. Nothing should be there; but the reference
   * forgets to take away the counters of its backward loops and the arguments of a call that `?.` gave up.
   */
  readonly leftovers: Value[] = [];
  /** Set from a `?.` on nil to the end of its chain. */
  broken = false;
  #envMap: Dict | undefined;

  constructor(env: ReadonlyMap<string, Value>, host: Host) {
    this.env = env;
    this.host = host;
  }

  get loop(): Loop {
    const loop = this.loops.at(-1);
    if (loop === undefined) throw new ExprPanic('runtime error: invalid memory address or nil pointer dereference');
    return loop;
  }

  /** The element at which the innermost loop is. */
  element(): Value {
    const { collection, index } = this.loop;
    return elementAt(collection, index);
  }

  /** `$env`. */
  get envMap(): Dict {
    this.#envMap ??= stringMap([...this.env].map(([name, value]) => [toBytes(name), value] as const));
    return this.#envMap;
  }
}

/** A compiled node. */
export type Code = (frame: Frame) => Value;
