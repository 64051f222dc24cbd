import { timelineLines } from '../timeline/json-lines.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/** The timeline of each run as JSON Lines, each line whole. */
export function jsonReporter({ newHash }: ReporterOptions): Reporter {
  return {
    run: ({ timeline }) => timelineLines(timeline, { rows: false, ...(newHash === undefined ? {} : { newHash }) }),
  };
}
