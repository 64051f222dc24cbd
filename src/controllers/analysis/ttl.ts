import { parseTime } from '../../api/times.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import { isCompleted } from './phases.ts';

/** The time to live of a run in this phase: the limits after success and failure concern those two phases alone. */
export function ttlSeconds({ spec, status }: Pick<AnalysisRun, 'spec' | 'status'>): number | undefined {
  const { secondsAfterSuccess, secondsAfterFailure, secondsAfterCompletion } = spec.ttlStrategy ?? {};
  if (status.phase === 'Successful' && secondsAfterSuccess !== undefined) return secondsAfterSuccess;
  if (status.phase === 'Failed' && secondsAfterFailure !== undefined) return secondsAfterFailure;
  return secondsAfterCompletion;
}

/**
 * Whether a finished run has outlived its ttlStrategy: whole seconds since completion are more than it allows.
 * Source: analysis/analysis.go isAnalysisRunTtlExceeded. Example: 60 s are exceeded from 61 s on.
 */
export function isTtlExceeded(run: Pick<AnalysisRun, 'spec' | 'status'>, nowMs: number): boolean {
  const { phase, completedAt } = run.status;
  if (!isCompleted(phase) || completedAt === undefined || completedAt === null) return false;
  const seconds = ttlSeconds(run);
  const completedMs = parseTime(completedAt);
  return seconds !== undefined && completedMs !== undefined && Math.trunc((nowMs - completedMs) / 1000) > seconds;
}
