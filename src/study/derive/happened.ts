import { actionText } from '../../simulation/actions.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { Action } from '../../world/actions.ts';
import type { ScriptedAction } from '../../world/script.ts';
import type { World } from '../../world/world.ts';

/** Something that was done in a run, and when. */
export interface Happened {
  readonly atMs: number;
  readonly action: Action;
  readonly automatic?: true;
}

/**
 * What was done in a run of a world and succeeded, in its order: also what waited for a condition, at the instants at which that came to hold.
 * So another strategy meets the same people and the same fate.
 */
export function happenedIn(world: World, timeline: Timeline): readonly Happened[] {
  const timed = world.script.filter((one) => 'atMs' in one.trigger).sort((a, b) => msOf(a) - msOf(b));
  const conditional = world.script.filter((one) => !('atMs' in one.trigger));
  return timeline.entries.flatMap((entry): readonly Happened[] => {
    if (entry.kind !== 'action') return [];
    const says = ({ action }: ScriptedAction): boolean => actionText(action) === entry.text;
    const index = timed.findIndex(says);
    const scripted = index >= 0 ? timed.splice(index, 1)[0] : conditional.find(says);
    if (scripted === undefined || entry.error !== undefined) return [];
    const { action, automatic } = scripted;
    return [{ atMs: entry.atMs, action, ...(automatic === true ? { automatic } : {}) }];
  });
}

function msOf({ trigger }: ScriptedAction): number {
  return 'atMs' in trigger ? trigger.atMs : 0;
}

/** The same as a script without conditions. */
export function asScript(happened: readonly Happened[]): readonly ScriptedAction[] {
  return happened.map(({ atMs, ...rest }) => ({ trigger: { atMs }, ...rest }));
}
