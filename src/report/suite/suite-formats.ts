import type { SuiteReporter, SuiteReporterOptions } from './suite-reporter.ts';

/** A format that the results of a suite can be reported in. */
export interface SuiteFormat {
  /** The word after `--reporter`. */
  readonly name: string;
  /** What it is, after its name. */
  readonly about: string;
  readonly load: () => Promise<(options: SuiteReporterOptions) => SuiteReporter>;
}

/** Every format; the first is the default. Each is loaded when it is asked for. */
export const SUITE_FORMATS: readonly [SuiteFormat, ...SuiteFormat[]] = [
  {
    name: 'default',
    about: 'failures in full, the others in one line each',
    load: async () => (await import('./text.ts')).defaultReporter,
  },
  {
    name: 'verbose',
    about: 'also expectations and findings of those that passed',
    load: async () => (await import('./text.ts')).verboseReporter,
  },
  {
    name: 'dot',
    about: 'one character each, then the failures',
    load: async () => (await import('./text.ts')).dotReporter,
  },
  {
    name: 'junit',
    about: 'XML, as Jenkins and GitLab read it',
    load: async () => (await import('./junit.ts')).junitReporter,
  },
  { name: 'tap', about: 'Test Anything Protocol 14', load: async () => (await import('./tap.ts')).tapReporter },
  {
    name: 'json',
    about: 'all results, for --merge and for programs',
    load: async () => (await import('./json.ts')).jsonReporter,
  },
  {
    name: 'github',
    about: 'annotations of GitHub Actions',
    load: async () => (await import('./github.ts')).githubReporter,
  },
  {
    name: 'sarif',
    about: 'SARIF 2.1.0, for code scanning',
    load: async () => (await import('./sarif.ts')).sarifReporter,
  },
  {
    name: 'markdown',
    about: 'a table, for comments and summaries',
    load: async () => (await import('./markdown.ts')).markdownReporter,
  },
];
