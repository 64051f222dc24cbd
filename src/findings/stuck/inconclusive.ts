import { formatSpan } from '../../text/durations.ts';
import { type FindingRule, type FindingRun, perRollout } from '../finding.ts';
import { hangs } from '../hang.ts';
import { nameOf } from '../names.ts';
import type { RolloutHistory } from '../rollout-history.ts';

export const inconclusive: FindingRule = {
  id: 'finding.analysis.inconclusive',
  title: 'An inconclusive analysis waits for a person',
  statement:
    'An analysis that neither succeeds nor fails pauses the rollout until somebody promotes or aborts it; no timer ends this pause.',
  template: '{name} waits since {since} for somebody to promote or abort it: {run} is inconclusive',
  severity: 'stuck',
  source: 'rollout/analysis.go reconcileStepBasedAnalysisRun, rollout/pause.go',
  example: {
    inputs: { name: 'shop', since: '1m2s', run: 'shop-5cd66ff7ff-2-1' },
    text: 'shop waits since 1m2s for somebody to promote or abort it: shop-5cd66ff7ff-2-1 is inconclusive',
  },
  find: perRollout((history, run) =>
    hangs(
      history,
      ({ rollout }) =>
        (rollout.status.pauseConditions ?? []).some(({ reason }) => reason.startsWith('Inconclusive')) &&
        rollout.status.abort !== true,
      ({ rollout, atMs }) => ({
        name: nameOf(rollout),
        since: formatSpan(atMs),
        run: inconclusiveRun(run, history, atMs),
      }),
    )
      .filter(({ atMs }) => endsSo(history, atMs))
      .map((found) => ({ ...found, fix: { text: 'add a failureCondition, so that every answer decides' } })),
  ),
};

/** Whether the pause that began at an instant is still there at the end. */
function endsSo({ instants }: RolloutHistory, fromMs: number): boolean {
  return instants
    .filter(({ atMs }) => atMs >= fromMs)
    .every(({ rollout }) =>
      (rollout.status.pauseConditions ?? []).some(({ reason }) => reason.startsWith('Inconclusive')),
    );
}

function inconclusiveRun({ timeline }: FindingRun, { object }: RolloutHistory, untilMs: number): string {
  const last = timeline.analyses.findLast(
    (result) =>
      result.phase === 'Inconclusive' && result.atMs <= untilMs && result.object.namespace === object.namespace,
  );
  return last?.object.name ?? 'its experiment';
}
