import { defineUncheckedRule, type Rule } from '../../api/reason.ts';

export const measurementTaken = defineUncheckedRule<'metric' | 'value' | 'phase'>({
  id: 'analysis.measurement',
  title: 'A measurement is judged by its conditions',
  statement:
    'A measurement is Failed if the failure condition holds, Successful if the success condition does (or is not set), Inconclusive if neither does, and Error if it could not be taken or judged.',
  template: '{metric} measured {value}: {phase}',
  source: 'utils/evaluate/evaluate.go EvaluateResult',
  explains: 'analysis',
  example: {
    inputs: { metric: 'success-rate', value: '[0.97]', phase: 'Successful' },
    text: 'success-rate measured [0.97]: Successful',
  },
});

export const metricAssessed = defineUncheckedRule<'metric' | 'phase' | 'why'>({
  id: 'analysis.metric',
  title: 'Limits and count decide a metric',
  statement:
    'A metric ends when a limit is broken (of several the last of failures, inconclusive, errors in a row), when enough measurements in a row succeeded, or when its count is reached.',
  template: '{metric} is {phase}: {why}',
  source: 'analysis/analysis.go assessMetricStatus',
  explains: 'analysis',
  example: {
    inputs: { metric: 'latency', phase: 'Failed', why: 'failed (2) > failureLimit (1)' },
    text: 'latency is Failed: failed (2) > failureLimit (1)',
  },
});

export const runAssessed = defineUncheckedRule<'phase' | 'why'>({
  id: 'analysis.run',
  title: 'The worst metric decides the run',
  statement:
    'A run ends when all its metrics have; as soon as one that is no dry run fails, errs or is inconclusive, the others end too. Its phase is that of the worst metric.',
  template: 'the run is {phase}: {why}',
  source: 'analysis/analysis.go assessRunStatus',
  explains: 'analysis',
  example: {
    inputs: { phase: 'Failed', why: 'Metric "latency" assessed Failed due to failed (2) > failureLimit (1)' },
    text: 'the run is Failed: Metric "latency" assessed Failed due to failed (2) > failureLimit (1)',
  },
});

export const runInvalid = defineUncheckedRule<'why'>({
  id: 'analysis.run.invalid',
  title: 'A run with a mistake ends at once',
  statement:
    'A run whose arguments cannot be put in, or whose metrics are invalid, is Error before anything is measured.',
  template: '{why}',
  source: 'analysis/analysis.go reconcileAnalysisRun',
  explains: 'analysis',
  example: {
    inputs: { why: 'Analysis spec invalid: metrics[0]: no provider specified' },
    text: 'Analysis spec invalid: metrics[0]: no provider specified',
  },
});

export const runOutlived = defineUncheckedRule<'seconds'>({
  id: 'analysis.run.ttl',
  title: 'A finished run is removed after its time to live',
  statement:
    'A finished run with a ttlStrategy is deleted when it is looked at more than that many seconds after it was completed.',
  template: 'completed more than {seconds} s ago',
  source: 'analysis/analysis.go maybeGarbageCollectAnalysisRun',
  explains: 'analysis',
  example: { inputs: { seconds: 60 }, text: 'completed more than 60 s ago' },
});

/** Every rule of the analysis controller, in the order of ids. */
export const ANALYSIS_RULES: readonly Rule[] = [measurementTaken, metricAssessed, runAssessed, runInvalid, runOutlived];
