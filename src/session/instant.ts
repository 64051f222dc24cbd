import type { ObjectReader } from '../api/reader.ts';
import { parseTime } from '../api/times.ts';
import { CommandError } from '../plugin/command.ts';
import { getRolloutView } from '../plugin/views/get-rollout.ts';
import type { RolloutName } from '../timeline/facts/rollouts.ts';
import { stateAt } from '../timeline/state.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** One instant of a run, as views look at it. */
export interface Instant {
  readonly atMs: number;
  readonly reader: ObjectReader;
  /** Epoch milliseconds: ages count to it. */
  readonly nowMs: number;
}

export function instantAt(timeline: Timeline, atMs: number): Instant {
  return { atMs, reader: stateAt(timeline, atMs), nowMs: (parseTime(timeline.header.epoch) ?? 0) + atMs };
}

/** What the plugin shows of a rollout at an instant, or that there is none. */
export function rolloutViewAt(timeline: Timeline, { namespace, name }: RolloutName, atMs: number): string {
  const { reader, nowMs } = instantAt(timeline, atMs);
  return viewOrError(() => getRolloutView(reader, { namespace, name, nowMs }));
}

/** The view, or the error that the plugin would print instead. */
export function viewOrError(view: () => string): string {
  try {
    return view();
  } catch (error) {
    if (error instanceof CommandError) return `Error: ${error.message}\n`;
    throw error;
  }
}
