import type { Reporter, ReporterOptions } from './reporter.ts';

/** A format that runs can be reported in. */
export interface ReportFormat {
  /** The word after `--output`. */
  readonly name: string;
  /** What it is, after its name: `for people`. */
  readonly about: string;
  readonly load: () => Promise<(options: ReporterOptions) => Reporter>;
}

/** Every format; the first is the default. Each is loaded when it is asked for. */
export const REPORT_FORMATS: readonly [ReportFormat, ...ReportFormat[]] = [
  {
    name: 'text',
    about: 'for people',
    load: async () => (await import('./text/run-text.ts')).textReporter,
  },
  {
    name: 'json',
    about: 'for machines: the timeline as JSON Lines',
    load: async () => (await import('./json-reporter.ts')).jsonReporter,
  },
];
