/** Choosing among the AnalysisRuns of a rollout. Source: utils/analysis/filter.go, helpers.go. */
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { parseTime } from '../../api/times.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';

/** The runs that a rollout's status names. */
export interface CurrentAnalysisRuns {
  readonly blueGreenPrePromotion?: AnalysisRun | undefined;
  readonly blueGreenPostPromotion?: AnalysisRun | undefined;
  readonly canaryStep?: AnalysisRun | undefined;
  readonly canaryBackground?: AnalysisRun | undefined;
}

/** Source: CurrentAnalysisRuns.ToArray. */
export function currentRunsList(current: CurrentAnalysisRuns): readonly AnalysisRun[] {
  const { blueGreenPostPromotion, blueGreenPrePromotion, canaryStep, canaryBackground } = current;
  return [blueGreenPostPromotion, blueGreenPrePromotion, canaryStep, canaryBackground].filter(
    (run) => run !== undefined,
  );
}

/** The runs that the status of a rollout names, and the others. Source: FilterCurrentRolloutAnalysisRuns. */
export function currentRolloutRuns(
  runs: readonly AnalysisRun[],
  rollout: Pick<Rollout, 'status'>,
): { readonly current: CurrentAnalysisRuns; readonly others: readonly AnalysisRun[] } {
  const { canary, blueGreen } = rollout.status;
  const slots: readonly (readonly [keyof CurrentAnalysisRuns, string | undefined])[] = [
    ['canaryStep', canary.currentStepAnalysisRunStatus?.name],
    ['canaryBackground', canary.currentBackgroundAnalysisRunStatus?.name],
    ['blueGreenPrePromotion', blueGreen.prePromotionAnalysisRunStatus?.name],
    ['blueGreenPostPromotion', blueGreen.postPromotionAnalysisRunStatus?.name],
  ];
  let current: CurrentAnalysisRuns = {};
  const others: AnalysisRun[] = [];
  for (const run of runs) {
    const slot = slots.find(([, name]) => (name ?? '') === (run.metadata.name ?? ''))?.[0];
    if (slot === undefined) others.push(run);
    else current = { ...current, [slot]: run };
  }
  return { current, others };
}

function createdMs(run: AnalysisRun): number {
  return parseTime(run.metadata.creationTimestamp ?? '') ?? -Infinity;
}

/** How many finished runs a rollout keeps. */
export interface RunHistoryLimits {
  readonly successful: number;
  readonly unsuccessful: number;
}

const UNSUCCESSFUL: ReadonlySet<string> = new Set(['Failed', 'Error', 'Inconclusive']);

/**
 * The runs that go: those whose ReplicaSet is gone or going, and of the finished rest all but the youngest within the limits. Runs in progress
 * stay. Source: FilterAnalysisRunsToDelete.
 */
export function runsToDelete(
  runs: readonly AnalysisRun[],
  replicaSets: readonly ReplicaSet[],
  limits: RunHistoryLimits,
): readonly AnalysisRun[] {
  const going = new Map<string, boolean>();
  for (const { metadata } of replicaSets) {
    const hash = metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
    if (hash !== undefined) going.set(hash, metadata.deletionTimestamp !== undefined);
  }
  let successful = 0;
  let unsuccessful = 0;
  return youngestFirst(runs).filter((run) => {
    const hash = run.metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
    if (hash === undefined || going.get(hash) !== false) return true;
    const { phase } = run.status;
    if (phase === 'Successful') return (successful += 1) > limits.successful;
    if (UNSUCCESSFUL.has(phase)) return (unsuccessful += 1) > limits.unsuccessful;
    return false;
  });
}

/**
 * Youngest first. Runs of one second: Go's sort is not stable, but for up to twelve items it is insertion sort, which is.
 */
function youngestFirst(runs: readonly AnalysisRun[]): readonly AnalysisRun[] {
  return [...runs].sort((a, b) => createdMs(b) - createdMs(a));
}
