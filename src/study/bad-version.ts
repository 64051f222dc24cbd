import { readCommand } from '../plugin/read-command.ts';
import { runWorld } from '../simulation/run.ts';
import type { ScriptedAction } from '../world/script.ts';
import type { World } from '../world/world.ts';
import type { VersionChange } from './changes.ts';
import { countsOf } from './counts.ts';
import { toCommands } from './derive/commands.ts';
import { exposureOf } from './exposure.ts';
import { measureUpdate } from './figures.ts';
import { isThrough } from './run-ahead.ts';
import type { Subject } from './subject.ts';

/** How a strategy gets out of a version that answers, but badly, once somebody has noticed. */
export interface BadVersion {
  readonly noticedMs: number;
  /** What that person types. */
  readonly command: string;
  /** From the change until nobody met it any more and all pods were available; undefined if that did not come. */
  readonly recoveredMs: number | undefined;
  /** The new version's share of the callers, summed over time, in seconds of all callers. */
  readonly exposedSeconds: number;
  readonly leastAvailable: number;
}

/** Time to look after the reaction, at the least. */
const WATCH_MS = 15 * 60_000;

/**
 * Runs the update once more; some time after the change somebody notices that the new version is bad, and calls it off: an abort while the update
 * of a Rollout is under way, else an undo. What was to be done later by hand does not happen then.
 */
export function badVersion(
  { world, subject }: { readonly world: World; readonly subject: Subject },
  change: VersionChange,
  noticedMs: number,
): BadVersion {
  const atMs = change.atMs + noticedMs;
  const before = { ...world, script: world.script.filter((scripted) => happensAnyway(scripted, atMs)) };
  const isAbort = subject.kind === 'Rollout' && !isThrough(before, subject, atMs - 1);
  const reactions = toCommands({ verb: isAbort ? 'abort' : 'undo' }, subject);
  const untilMs = Math.max(atMs, world.until === 'settled' ? 0 : world.until.ms) + WATCH_MS;
  const until = world.until === 'settled' ? world.until : { ms: untilMs };
  const limitMs = Math.max(world.limitMs, untilMs);
  const timeline = runWorld({
    ...before,
    script: [...before.script, ...reactions.map((action) => ({ trigger: { atMs }, action }))],
    until,
    limitMs,
  });
  const samples = countsOf(timeline, subject);
  const exposure = exposureOf(timeline, subject, change.to, samples);
  const endMs = Math.max(timeline.header.totals.endMs, atMs) + 1;
  const figures = measureUpdate(samples, exposure, { changeMs: change.atMs, endMs, newVersion: change.to });
  const { recoveredMs, exposedSeconds, leastAvailable } = figures;
  const command = reactions.map((action) => action.command).join('; ');
  return { noticedMs, command, recoveredMs, exposedSeconds, leastAvailable };
}

/** What comes before the reaction, and what Rehearse does by itself or promotes: nobody changes the version any more. */
function happensAnyway({ trigger, action, automatic }: ScriptedAction, atMs: number): boolean {
  if ('atMs' in trigger) return trigger.atMs < atMs || action.do !== 'run';
  return automatic === true || action.do !== 'run' || readCommand(action.command).parsed?.verb === 'promote';
}
