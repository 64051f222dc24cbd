import { ANALYSIS_RUN, ANALYSIS_TEMPLATE, CLUSTER_ANALYSIS_TEMPLATE } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun, Metric } from '../../api/shape/analysis.ts';
import type { AnalysisMetric } from '../../timeline/analysis.ts';
import { refOf } from '../../timeline/object-ref.ts';
import type { ObjectRef } from '../../timeline/timeline.ts';
import type { FindingRun } from '../finding.ts';

/** A metric of an AnalysisRun, with what was measured and where its manifest stands. */
export interface MeasuredMetric {
  readonly run: AnalysisRun;
  readonly spec: Metric;
  /** What it came to; undefined while the run goes on. */
  readonly result: AnalysisMetric | undefined;
  readonly atMs: number;
  readonly lastSeq: number;
  /** The AnalysisTemplate that has the metric, or the AnalysisRun itself. */
  readonly object: ObjectRef;
  /** `spec.metrics[0]` of that manifest. */
  readonly field: string;
  /** The rollout that the run is for. */
  readonly rollout: ObjectRef | undefined;
  /** Hash of the version that is analysed. */
  readonly podTemplateHash: string | undefined;
}

/** The metrics of every AnalysisRun that has ended, in the order in which the runs ended. */
export function measuredMetrics(run: FindingRun): readonly MeasuredMetric[] {
  return run.timeline.analyses.flatMap(({ object, metrics, atMs, after }) => {
    const analysisRun = run.at(atMs).find(ANALYSIS_RUN, object.namespace, object.name);
    if (analysisRun === undefined) return [];
    return (analysisRun.spec.metrics ?? []).map((spec): MeasuredMetric => {
      const origin = templateOf(run, analysisRun, spec.name, atMs) ?? { object, field: `spec.metrics[${spec.name}]` };
      return {
        run: analysisRun,
        spec,
        result: metrics.find(({ name }) => name === spec.name),
        atMs,
        lastSeq: after,
        ...origin,
        rollout: rolloutOf(run, analysisRun),
        podTemplateHash: analysisRun.metadata.labels?.[POD_TEMPLATE_HASH_LABEL],
      };
    });
  });
}

function rolloutOf(run: FindingRun, analysisRun: AnalysisRun): ObjectRef | undefined {
  const owner = controllerOf(analysisRun);
  const namespace = analysisRun.metadata.namespace ?? 'default';
  return run.rollouts.find(({ object }) => object.namespace === namespace && object.name === owner?.name)?.object;
}

/** The template that has a metric of this name; of several the one that the rollout names. */
function templateOf(
  run: FindingRun,
  analysisRun: AnalysisRun,
  metric: string,
  atMs: number,
): { readonly object: ObjectRef; readonly field: string } | undefined {
  const reader = run.at(atMs);
  const namespace = analysisRun.metadata.namespace ?? 'default';
  const candidates = [
    ...reader.list(ANALYSIS_TEMPLATE, namespace).map((one) => ({ resource: ANALYSIS_TEMPLATE, one })),
    ...reader.list(CLUSTER_ANALYSIS_TEMPLATE).map((one) => ({ resource: CLUSTER_ANALYSIS_TEMPLATE, one })),
  ];
  for (const { resource, one } of candidates) {
    const index = (one.spec.metrics ?? []).findIndex(({ name }) => name === metric);
    if (index >= 0) return { object: refOf(resource, one), field: `spec.metrics[${index}]` };
  }
  return undefined;
}

/** Whether a version became stable at some time of the run. */
export function wasPromoted(run: FindingRun, rollout: ObjectRef, podTemplateHash: string | undefined): boolean {
  const history = run.rollouts.find(({ object }) => object === rollout);
  return history?.instants.some((instant) => instant.rollout.status.stableRS === podTemplateHash) ?? false;
}

/** `3`, `int` or text; limits that are not numbers count as absent. */
export function limitOf(limit: number | string | undefined): number {
  const value = Number(limit ?? 0);
  return Number.isFinite(value) ? value : 0;
}
