import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { PAUSE_REASON_INCONCLUSIVE_ANALYSIS } from '../../api/rollouts/names.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { Occurrence, RolloutHistory, HistoryInstant, RolloutCommand } from './rollout-history.ts';
import { type FindingRule, findingRule } from './rule.ts';

/** Where a command of an instant fits. */
function commandsThat(
  history: RolloutHistory,
  fits: (command: RolloutCommand, instant: HistoryInstant) => Occurrence['inputs'] | undefined,
): readonly Occurrence[] {
  return history.instants.flatMap((instant) =>
    instant.commands.flatMap((command) => {
      const inputs = fits(command, instant);
      return inputs === undefined ? [] : [{ atMs: instant.atMs, lastSeq: instant.lastSeq, inputs }];
    }),
  );
}

function isPaused({ status }: Rollout): boolean {
  return (status.pauseConditions ?? []).length > 0;
}

/** A promote then asks for another analysis. */
function isPausedByAnalysis({ status }: Rollout): boolean {
  return (status.pauseConditions ?? []).some(({ reason }) => reason === PAUSE_REASON_INCONCLUSIVE_ANALYSIS);
}

function nameOf({ metadata }: Rollout): string {
  return metadata.name ?? '';
}

const promoteLost = findingRule(
  {
    id: 'finding.promote.lost',
    title: 'A promote that finds nothing to resume is lost',
    statement:
      'A blue-green rollout that is not paused, or whose preview is not fully available, forgets a promote: the pause comes, or comes back, as if nobody had promoted.',
    template: 'promote of {name} is lost: {why}',
    source: 'rollout/bluegreen.go reconcileBlueGreenPause, rollout/pause.go CompletedBlueGreenPause',
    example: {
      inputs: { name: 'shop', why: 'it was not paused yet' },
      text: 'promote of shop is lost: it was not paused yet',
    },
  },
  (history) =>
    commandsThat(history, ({ verb, full, found }, { rollout }) => {
      if (verb !== 'promote' || full || found.spec.strategy.blueGreen === undefined) return undefined;
      const active = rollout.status.blueGreen.activeSelector;
      if (isFullyPromoted(found) || active === found.status.currentPodHash) return undefined;
      if (isPausedByAnalysis(found) || rollout.status.blueGreen.scaleUpPreviewCheckPoint === true) return undefined;
      const why = isPaused(found)
        ? 'automatic promotion is on, or the preview is not fully available; the pause begins anew'
        : 'it was not paused yet, and the pause will come all the same';
      return { name: nameOf(rollout), why };
    }),
);

const promoteSkips = findingRule(
  {
    id: 'finding.promote.skips',
    title: 'A promote without a pause skips the current step',
    statement:
      'A plain promote of a canary that is not paused raises the step index: the step under way is skipped before its pods are ready.',
    template: 'promote of {name} skipped step {step}, which was still under way',
    source: 'pkg/kubectl-argo-rollouts/cmd/promote/promote.go getPatches',
    example: { inputs: { name: 'shop', step: 0 }, text: 'promote of shop skipped step 0, which was still under way' },
  },
  (history) =>
    commandsThat(history, ({ verb, full, found }) => {
      if (verb !== 'promote' || full || isPaused(found) || found.spec.paused === true) return undefined;
      if (found.spec.strategy.canary === undefined || isFullyPromoted(found)) return undefined;
      const { step, index = 0 } = getCurrentCanaryStep(found);
      if (step === undefined || found.status.abort === true) return undefined;
      return { name: nameOf(found), step: index };
    }),
);

const fullPromoteTooEarly = findingRule(
  {
    id: 'finding.promote.full.tooEarly',
    title: 'A full promotion right after a change does nothing',
    statement:
      'promote --full compares what the status says of the current and the stable version; before the controller has seen a new template both are the same, and nothing is promoted.',
    template: 'promote --full of {name} did nothing: the controller had not seen the new template yet',
    source: 'pkg/kubectl-argo-rollouts/cmd/promote/promote.go getPatches',
    example: {
      inputs: { name: 'shop' },
      text: 'promote --full of shop did nothing: the controller had not seen the new template yet',
    },
  },
  (history) =>
    commandsThat(history, ({ verb, full, found }, { rollout }) => {
      const wasPromoted = isFullyPromoted(found) && !isFullyPromoted(rollout);
      return verb === 'promote' && full && wasPromoted ? { name: nameOf(rollout) } : undefined;
    }),
);

const abortLost = findingRule(
  {
    id: 'finding.abort.lost',
    title: 'An abort of a full promotion is ignored',
    statement:
      'While a full promotion is under way, or a rollback within the window, an abort is taken back in the same instant.',
    template: 'abort of {name} is lost: {why}',
    source: 'rollout/canary.go syncRolloutStatusCanary',
    upstream: 'argoproj/argo-rollouts#4461',
    example: {
      inputs: { name: 'shop', why: 'a full promotion is under way' },
      text: 'abort of shop is lost: a full promotion is under way',
    },
  },
  (history) =>
    commandsThat(history, ({ verb, found }, { rollout }) => {
      if (verb !== 'abort' || isFullyPromoted(found) || rollout.status.abort === true) return undefined;
      if (found.status.abort === true) return undefined;
      const why =
        found.status.promoteFull === true
          ? 'a full promotion is under way'
          : 'the update is a rollback that skips the steps';
      return { name: nameOf(rollout), why };
    }),
);

const abortWaits = findingRule(
  {
    id: 'finding.abort.paused',
    title: 'An abort of a paused rollout moves no pod',
    statement: 'While spec.paused stands an aborted rollout is Degraded, but its pods stay where they are.',
    template: '{name} is aborted, but no pod moves while spec.paused stands',
    source: 'rollout/canary.go reconcileCanaryReplicaSets',
    example: { inputs: { name: 'shop' }, text: 'shop is aborted, but no pod moves while spec.paused stands' },
  },
  (history) =>
    commandsThat(history, ({ verb, found }, { rollout }) =>
      verb === 'abort' && found.spec.paused === true && rollout.status.abort === true && rollout.spec.paused === true
        ? { name: nameOf(rollout) }
        : undefined,
    ),
);

const retryWithoutPause = findingRule(
  {
    id: 'finding.retry.noPause',
    title: 'A retried blue-green update is promoted without a pause',
    statement:
      'The abort put a scale-down deadline on the preview; a ReplicaSet with a deadline counts as one to roll back to, so that a retry within the delay switches at once.',
    template: '{name} was promoted by its retry, without the pause that its strategy asks for',
    source: 'rollout/bluegreen.go isBlueGreenFastTracked',
    example: {
      inputs: { name: 'shop' },
      text: 'shop was promoted by its retry, without the pause that its strategy asks for',
    },
  },
  (history) =>
    commandsThat(history, ({ verb, found }, { rollout }) => {
      const asksForPause = found.spec.strategy.blueGreen?.autoPromotionEnabled === false;
      const switched =
        found.status.blueGreen.activeSelector !== found.status.currentPodHash &&
        rollout.status.blueGreen.activeSelector === rollout.status.currentPodHash;
      return verb === 'retry rollout' && asksForPause && switched ? { name: nameOf(rollout) } : undefined;
    }),
);

export const COMMAND_FINDINGS: readonly FindingRule[] = [
  promoteLost,
  promoteSkips,
  fullPromoteTooEarly,
  abortLost,
  abortWaits,
  retryWithoutPause,
];
