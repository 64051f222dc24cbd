import { stableJson } from '../api/stable-json.ts';
import { type RunOptions, runWorld } from '../simulation/run.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { changedWorld, type WorldChange } from '../world/change.ts';
import type { World } from '../world/world.ts';

export type { WorldChange } from '../world/change.ts';
export { ChangeError } from '../world/change.ts';

/** A world that ran once more under changes. */
export interface Rerun {
  readonly world: World;
  readonly timeline: Timeline;
}

/**
 * The one way to answer "what if": a world runs again under changes and with the same seed, so that what the changes do not touch draws the same
 * random numbers. Equal changes run once. Throws a ChangeError for a change that the world has no place for.
 *
 * Example: `new Reruns(world).run([{ change: 'field', object: { kind: 'Rollout', name: 'shop' }, path: 'spec.progressDeadlineAbort', value: true }])`.
 */
export class Reruns {
  readonly world: World;
  readonly #options: RunOptions;
  readonly #known = new Map<string, Rerun>();

  /** `own`: the run of the world as it is, if it has run already. */
  constructor(world: World, own?: Timeline, options: RunOptions = {}) {
    this.world = world;
    this.#options = options;
    if (own !== undefined) this.#known.set(keyOf([]), { world, timeline: own });
  }

  /** The world as it is. */
  get own(): Rerun {
    return this.run([]);
  }

  /** The run under changes, one after the other. */
  run(changes: readonly WorldChange[]): Rerun {
    const key = keyOf(changes);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const world = changedWorld(this.world, changes);
    const rerun = { world, timeline: runWorld(world, this.#options) };
    this.#known.set(key, rerun);
    return rerun;
  }
}

/** A field that is removed has no value in JSON, so that its key says so. */
function keyOf(changes: readonly WorldChange[]): string {
  return stableJson(
    changes.map((change) =>
      change.change === 'field' && change.value === undefined ? { ...change, removed: true } : change,
    ),
  );
}
