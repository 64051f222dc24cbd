import {
  ANALYSIS_RUN,
  HORIZONTAL_POD_AUTOSCALER,
  POD,
  POD_DISRUPTION_BUDGET,
  ROLLOUT,
} from '../../../src/api/resources.ts';
import type { MetricResult } from '../../../src/api/shape/analysis.ts';
import type { Invariant, Report } from './invariant.ts';

const OVER = new Set(['Successful', 'Failed', 'Error', 'Inconclusive']);
/** Source: analysis/analysis.go DefaultMeasurementHistoryLimit. */
const KEPT_MEASUREMENTS = 10;

/** Every measurement counts once, and what is over stays so. */
export const measurementsAreCounted: Invariant = {
  name: 'measurements are counted once',
  begin: (_traits, report) => {
    const over = new Map<string, string>();
    return (moment) => {
      for (const { metadata, spec, status } of moment.objects.list(ANALYSIS_RUN)) {
        const name = `AnalysisRun ${metadata.name}`;
        const retained = Math.max(KEPT_MEASUREMENTS, ...(spec.measurementRetention ?? []).map(({ limit }) => limit));
        for (const result of status.metricResults ?? [])
          checkResult(`${name}, metric ${result.name}`, result, retained, report);
        const uid = metadata.uid ?? '';
        const before = over.get(uid);
        if (before !== undefined && before !== status.phase) report(`${name} was ${before} and is ${status.phase}`);
        if (OVER.has(status.phase)) over.set(uid, status.phase);
      }
    };
  },
};

function checkResult(name: string, result: MetricResult, retained: number, report: Report): void {
  const { count = 0, successful = 0, failed = 0, inconclusive = 0, error = 0, measurements = [] } = result;
  if (count !== successful + failed + inconclusive) {
    report(`${name}: count ${count}, but ${successful} + ${failed} + ${inconclusive}`);
  }
  if (measurements.length > retained) report(`${name} keeps ${measurements.length} measurements of ${retained}`);
  if (measurements.length > count + error + 1)
    report(`${name}: ${measurements.length} measurements, ${count + error} counted`);
  for (const { startedAt, finishedAt, phase } of measurements) {
    if (Date.parse(finishedAt ?? '') < Date.parse(startedAt ?? '')) {
      report(`${name}: a measurement ends at ${finishedAt}, before it starts at ${startedAt}`);
    }
    if (OVER.has(phase) !== (finishedAt !== undefined))
      report(`${name}: a measurement in ${phase}, finished at ${finishedAt}`);
  }
}

/** Rollouts, autoscalers and budgets stay inside their own bounds. */
export const statusesAreInBounds: Invariant = {
  name: 'statuses are in bounds',
  begin: (_traits, report) => (moment) => {
    for (const { metadata, spec, status } of moment.objects.list(ROLLOUT)) {
      const name = `Rollout ${metadata.name}`;
      const steps = spec.strategy.canary?.steps?.length ?? 0;
      const index = status.currentStepIndex;
      const isSeen = Number(status.observedGeneration) === metadata.generation;
      if (isSeen && index !== undefined && (index < 0 || index > steps)) report(`${name}: step ${index} of ${steps}`);
      const phase = status.phase ?? '';
      if (!['', 'Healthy', 'Degraded', 'Progressing', 'Paused'].includes(phase)) report(`${name}: phase ${phase}`);
      const types = (status.conditions ?? []).map(({ type }) => type);
      if (new Set(types).size < types.length) report(`${name}: a condition twice: ${types.join(', ')}`);
    }
    for (const { metadata, spec, status } of moment.objects.list(HORIZONTAL_POD_AUTOSCALER)) {
      const { desiredReplicas } = status;
      const { minReplicas = 1, maxReplicas } = spec;
      if (desiredReplicas === 0 || status.lastScaleTime === undefined) continue;
      if (desiredReplicas > maxReplicas || desiredReplicas < minReplicas) {
        report(
          `HorizontalPodAutoscaler ${metadata.name} wants ${desiredReplicas}, of ${minReplicas} to ${maxReplicas}`,
        );
      }
    }
    for (const { metadata, spec, status } of moment.objects.list(POD_DISRUPTION_BUDGET)) {
      const labels = Object.entries(spec.selector?.matchLabels ?? {});
      const pods = moment.objects
        .list(POD, metadata.namespace)
        .filter((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value));
      const ready = pods.filter(({ status: { conditions = [] } }) =>
        conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
      ).length;
      const name = `PodDisruptionBudget ${metadata.name}`;
      const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0, disruptedPods } = status;
      if (Object.keys(disruptedPods ?? {}).length === 0 && currentHealthy !== ready) {
        report(`${name}: ${currentHealthy} healthy, but ${ready} pods are ready`);
      }
      if (disruptionsAllowed > Math.max(0, currentHealthy - desiredHealthy)) {
        report(`${name} allows ${disruptionsAllowed} with ${currentHealthy} healthy of ${desiredHealthy}`);
      }
    }
  },
};
