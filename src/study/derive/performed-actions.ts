import type { Timeline } from '../../timeline/timeline.ts';
import type { Action } from '../../world/actions/actions.ts';
import type { ScriptedAction } from '../../world/script.ts';

/** Something that was done in a run, and when. */
export interface PerformedAction {
  readonly atMs: number;
  readonly action: Action;
  readonly automatic?: true;
}

/**
 * What was done in a run and succeeded, in its order: also what waited for a condition, at the instants at which that became true. So another
 * strategy meets the same commands and the same faults.
 */
export function performedActions(timeline: Timeline): readonly PerformedAction[] {
  return timeline.entries.flatMap((entry): readonly PerformedAction[] => {
    if (entry.kind !== 'action' || entry.error !== undefined) return [];
    const { atMs, action, automatic } = entry;
    return [{ atMs, action, ...(automatic === true ? { automatic } : {}) }];
  });
}

/** The same as a script without conditions. */
export function asScript(performed: readonly PerformedAction[]): readonly ScriptedAction[] {
  return performed.map(({ atMs, ...rest }) => ({ trigger: { atMs }, ...rest }));
}
