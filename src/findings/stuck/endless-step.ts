import { ANALYSIS_RUN, EXPERIMENT } from '../../api/resources.ts';
import { getCurrentCanaryStep } from '../../api/rollouts/canary-steps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { formatSpan } from '../../text/durations.ts';
import { type FindingRule, type FindingRun, perRollout } from '../finding.ts';
import { HANG_MS } from '../hang.ts';
import { nameOf } from '../names.ts';

export const endlessStep: FindingRule = {
  id: 'finding.step.endless',
  title: 'A step has nothing that ends it',
  statement:
    'An analysis step ends when all of its metrics have taken their count of measurements; a metric with an interval and no count goes on until it fails. An experiment without a duration ends when its required analyses do.',
  template: 'step {step} of {name} runs since {since} and cannot end by itself: {why}',
  severity: 'stuck',
  source: 'analysis/analysis.go assessMetricStatus, rollout/analysis.go reconcileStepBasedAnalysisRun',
  example: {
    inputs: { name: 'shop', step: 1, since: '1m2s', why: 'metric errors has an interval, but no count' },
    text: 'step 1 of shop runs since 1m2s and cannot end by itself: metric errors has an interval, but no count',
  },
  find: perRollout(({ instants, object, endMs }, run) => {
    const last = instants.at(-1);
    const { step, index } = last === undefined ? {} : getCurrentCanaryStep(last.rollout);
    if (last === undefined || step === undefined || index === undefined || last.rollout.status.abort === true)
      return [];
    const why = endlessBecause(run, last.rollout, object.namespace);
    const first = instants.find(({ rollout }) => isSameStep(rollout, last.rollout)) ?? last;
    if (why === undefined || endMs - first.atMs < HANG_MS) return [];
    const inputs = { name: nameOf(last.rollout), step: index, since: formatSpan(first.atMs), why };
    const field = `spec.strategy.canary.steps[${index}]`;
    const fix = { text: 'give the metric a count, or the experiment a duration' };
    return [{ atMs: first.atMs, lastSeq: first.lastSeq, inputs, field, fix, cost: { ms: endMs - first.atMs } }];
  }),
};

function isSameStep(a: Rollout, b: Rollout): boolean {
  return a.status.currentStepIndex === b.status.currentStepIndex && a.status.currentPodHash === b.status.currentPodHash;
}

function endlessBecause(run: FindingRun, rollout: Rollout, namespace: string): string | undefined {
  const reader = run.at(run.endMs);
  const step = rollout.status.canary.currentStepAnalysisRunStatus;
  const analysisRun = step === undefined ? undefined : reader.find(ANALYSIS_RUN, namespace, step.name);
  if (analysisRun?.status.phase === 'Running') {
    const endless = (analysisRun.spec.metrics ?? []).find(
      ({ count, interval, consecutiveSuccessLimit }) =>
        count === undefined && interval !== undefined && consecutiveSuccessLimit === undefined,
    );
    if (endless !== undefined) return `metric ${endless.name} has an interval, but no count`;
  }
  const name = rollout.status.canary.currentExperiment;
  const experiment = name === undefined ? undefined : reader.find(EXPERIMENT, namespace, name);
  if (experiment?.status.phase !== 'Running' || experiment.spec.duration !== undefined) return undefined;
  const required = (experiment.spec.analyses ?? []).some(({ requiredForCompletion }) => requiredForCompletion === true);
  return required ? undefined : 'its experiment has no duration and no analysis that is required for completion';
}
