import { revision } from '../../api/rollouts/replica-sets.ts';
import { type FindingRule, perRollout } from '../finding.ts';
import { nameOf } from '../names.ts';

export const experimentsAgain: FindingRule = {
  id: 'finding.experiment.repeated',
  title: 'An experiment step is run again and again',
  statement:
    'After an inconclusive experiment, or while spec.paused stands, the controller forgets the finished Experiment of the step and makes another.',
  template: 'step {step} of {name} makes Experiment after Experiment: {why}',
  severity: 'waste',
  source: 'rollout/experiment.go reconcileExperiments',
  example: {
    inputs: { name: 'shop', step: 1, why: 'the last one was inconclusive' },
    text: 'step 1 of shop makes Experiment after Experiment: the last one was inconclusive',
  },
  find: perRollout((history) => {
    const made = new Map<string, number>();
    return history.instants.flatMap(({ atMs, lastSeq, rollout, newExperiments }) =>
      newExperiments.flatMap(() => {
        const step = rollout.status.currentStepIndex ?? 0;
        const key = `${rollout.status.currentPodHash ?? ''} ${step} ${revision(rollout) ?? 0}`;
        const count = (made.get(key) ?? 0) + 1;
        made.set(key, count);
        const inconclusive = (rollout.status.pauseConditions ?? []).some(
          ({ reason }) => reason === 'InconclusiveExperiment',
        );
        if (count !== 2 || (!inconclusive && rollout.spec.paused !== true)) return [];
        const why = inconclusive ? 'the last one was inconclusive' : 'spec.paused stands';
        return [{ atMs, lastSeq, inputs: { name: nameOf(rollout), step, why } }];
      }),
    );
  }),
};
