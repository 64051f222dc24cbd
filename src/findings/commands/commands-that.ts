import { PAUSE_REASON_INCONCLUSIVE_ANALYSIS } from '../../api/rollouts/names.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { type FindingRule, type Occurrence, perRollout } from '../finding.ts';
import type { HistoryInstant, RolloutCommand } from '../rollout-history.ts';

/** Finds the commands that fit, by the inputs that `fits` gives for them. */
export function commandsThat(
  fits: (command: RolloutCommand, instant: HistoryInstant) => Occurrence['inputs'] | undefined,
): FindingRule['find'] {
  return perRollout(({ instants }) =>
    instants.flatMap((instant) =>
      instant.commands.flatMap((command) => {
        const inputs = fits(command, instant);
        if (inputs === undefined) return [];
        return [{ atMs: instant.atMs, lastSeq: instant.lastSeq, inputs, evidence: [command.seq] }];
      }),
    ),
  );
}

export function isPaused({ status }: Rollout): boolean {
  return (status.pauseConditions ?? []).length > 0;
}

/** A promote then asks for another analysis. */
export function isPausedByAnalysis({ status }: Rollout): boolean {
  return (status.pauseConditions ?? []).some(({ reason }) => reason === PAUSE_REASON_INCONCLUSIVE_ANALYSIS);
}
