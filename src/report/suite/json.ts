import type { SuiteReporter, SuiteReporterOptions } from './suite-reporter.ts';
import type { SuiteResults } from './case-result.ts';

/** All results as one JSON document. */
export function jsonReporter({ tool }: SuiteReporterOptions): SuiteReporter {
  return {
    end: (cases) => {
      const results: SuiteResults = { tool, cases: [...cases] };
      return [`${JSON.stringify(results, null, 2)}\n`];
    },
  };
}
