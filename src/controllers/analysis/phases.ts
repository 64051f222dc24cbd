/** Source: pkg/apis/rollouts/v1alpha1/analysis_types.go AnalysisPhase. */
const COMPLETED_PHASES: ReadonlySet<string> = new Set(['Successful', 'Failed', 'Error', 'Inconclusive']);

/** Whether a phase of a measurement, a metric or a run is final. Source: AnalysisPhase.Completed. */
export function isCompleted(phase: string | undefined): boolean {
  return phase !== undefined && COMPLETED_PHASES.has(phase);
}

const BEST_TO_WORST = ['Successful', 'Running', 'Pending', 'Inconclusive', 'Error', 'Failed'];

/** Whether a phase is worse than another; an unknown one counts as the best. Source: utils/analysis/helpers.go IsWorse. */
export function isWorse(current: string, other: string): boolean {
  return Math.max(0, BEST_TO_WORST.indexOf(other)) > Math.max(0, BEST_TO_WORST.indexOf(current));
}

/** Whether events about a phase are warnings. Source: analysis/analysis.go recordAnalysisRunCompletionEvent. */
export function eventTypeOf(phase: string): 'Normal' | 'Warning' {
  return phase === 'Error' || phase === 'Failed' ? 'Warning' : 'Normal';
}
