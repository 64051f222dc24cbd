import { type RecordedCase, readCase } from '../../src/simulation/recording/case.ts';
import { type TracedRun, traceCase } from '../../src/simulation/recording/trace.ts';
import type { SimulationOptions } from '../../src/simulation/simulation.ts';
import { type CaseDifference, compareCase } from './compare-case.ts';

export interface CaseVerdict {
  readonly group: string;
  readonly name: string;
  readonly different: readonly CaseDifference[];
}

/** Runs a recorded case (one line of a file of cases) and compares; `inspect` sees a run that came to its end. A run that throws differs. */
export function judgeCase(
  line: string,
  limit = 1,
  options: SimulationOptions = {},
  inspect?: (recorded: RecordedCase, run: TracedRun) => void,
): CaseVerdict {
  const recorded = readCase(line);
  const { group, name } = recorded;
  let run: TracedRun;
  try {
    run = traceCase(recorded, options);
  } catch (error) {
    const got = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { group, name, different: [{ second: -1, object: 'run', path: '', expected: 'a run to the end', got }] };
  }
  inspect?.(recorded, run);
  return { group, name, different: compareCase(recorded, run.trace, limit) };
}
