import type { HistoryInstant, RolloutHistory } from './rollout-history.ts';
import type { Occurrence } from './finding.ts';

/** A state that lasts this long without a change is a hang, not a wait. */
export const HANG_MS = 60_000;

/** The instants from which a rollout stays in a state, for so long that nothing will end it. */
export function hangs(
  history: RolloutHistory,
  isIn: (instant: HistoryInstant) => boolean,
  inputs: (instant: HistoryInstant) => Occurrence['inputs'],
): readonly Omit<Occurrence, 'object'>[] {
  const found: Omit<Occurrence, 'object'>[] = [];
  let since: HistoryInstant | undefined;
  let isFound = false;
  for (const [index, instant] of history.instants.entries()) {
    if (!isIn(instant)) {
      since = undefined;
      continue;
    }
    if (since === undefined) isFound = false;
    since ??= instant;
    const nextMs = history.instants[index + 1]?.atMs ?? history.endMs;
    if (isFound || nextMs - instant.atMs < HANG_MS) continue;
    isFound = true;
    const cost = { ms: history.endMs - since.atMs };
    found.push({ atMs: since.atMs, lastSeq: since.lastSeq, inputs: inputs(instant), cost });
  }
  return found;
}
