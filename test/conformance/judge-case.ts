import { readCase } from '../../src/simulation/recording/case.ts';
import { traceCase } from '../../src/simulation/recording/trace.ts';
import type { SimulationOptions } from '../../src/simulation/simulation.ts';
import { type CaseDifference, compareCase } from './compare-case.ts';

export interface CaseVerdict {
  readonly group: string;
  readonly name: string;
  readonly different: readonly CaseDifference[];
}

/** Runs a recorded case (one line of a file of cases) and compares. A run that throws differs. */
export function judgeCase(line: string, limit = 1, options: SimulationOptions = {}): CaseVerdict {
  const recorded = readCase(line);
  const { group, name } = recorded;
  try {
    return { group, name, different: compareCase(recorded, traceCase(recorded, options), limit) };
  } catch (error) {
    const got = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { group, name, different: [{ second: -1, object: 'run', path: '', expected: 'a run to the end', got }] };
  }
}
