import type { EventType } from '../../api/events.ts';
import { eventTypeOf } from './phases.ts';

/** A Kubernetes event about an AnalysisRun. */
export interface RunEvent {
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
}

/** Source: analysis/analysis.go recordAnalysisRunCompletionEvent. */
export function completionEvent(phase: string): RunEvent {
  return { type: eventTypeOf(phase), reason: `AnalysisRun${phase}`, message: `Analysis Completed. Result: ${phase}` };
}
