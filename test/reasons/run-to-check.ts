import type { Json } from '../../src/api/json.ts';
import type { TimelineEntry } from '../../src/timeline/timeline.ts';
import type { World } from '../../src/world/world.ts';
import type { RunToCheck } from './check-reasons.ts';

/** A run of a world, with what its reasons may name as settings. */
export function runToCheck({ epochMs, rules, routing = {} }: World, entries: readonly TimelineEntry[]): RunToCheck {
  const settings = new Map<string, Json>([
    ['resyncPeriodMs', rules.resyncPeriodMs],
    ['retriesNotFound', rules.retriesNotFound],
    ['albWeightDelayMs', routing.albWeightDelayMs ?? null],
  ]);
  return {
    entries,
    startMs: epochMs + rules.offsetMs,
    setting: (name) => {
      if (!settings.has(name)) throw new Error(`no setting ${name}`);
      return settings.get(name) ?? null;
    },
  };
}
