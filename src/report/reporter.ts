import type { TextHash } from '../api/sha256.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Style } from './text/style.ts';

/** A run with its verdicts. */
export interface ReportedRun {
  readonly timeline: Timeline;
  /** What Rehearse decides by itself. */
  readonly remarks: readonly string[];
  /** Commands that a reader may want to type next, one a line. */
  readonly next: readonly string[];
}

export interface ReporterOptions {
  /** Columns to write in. */
  readonly width: number;
  readonly style: Style;
  /** Only the result, what failed, and what a user must know. */
  readonly quiet: boolean;
  /** Every moment with its reasons. */
  readonly verbose?: boolean;
  /** Hashes what is written; absent: by the code here. */
  readonly newHash?: () => TextHash;
}

/** Writes runs, or the results of a suite, in one format. What is absent writes nothing. */
export interface Reporter<Run = ReportedRun> {
  /** Called for each run as soon as it is over. */
  readonly run?: (run: Run) => Iterable<string>;
  /** Called once, after the last run. */
  readonly end?: (runs: readonly Run[]) => Iterable<string>;
}
