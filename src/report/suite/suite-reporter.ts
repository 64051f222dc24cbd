import type { Reporter, ReporterOptions } from '../reporter.ts';
import type { CaseResult } from './case-result.ts';

export type SuiteReporter = Reporter<CaseResult>;

export interface SuiteReporterOptions extends Pick<ReporterOptions, 'width' | 'style'> {
  /** The program and its version: `rehearse 0.1.0`. */
  readonly tool: string;
}
