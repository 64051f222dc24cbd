/** What an analysis came to: part of a timeline's entry about a finished AnalysisRun. */

/** A measurement, and where its metric stood after it. */
export interface AnalysisMeasurement {
  /** From 1 on. */
  readonly number: number;
  readonly phase: string;
  /** RFC 3339. */
  readonly finishedAt?: string | undefined;
  readonly value?: string | undefined;
  readonly message?: string | undefined;
  readonly failed: number;
  readonly inconclusive: number;
  readonly consecutiveError: number;
  readonly consecutiveSuccess: number;
  /** What this measurement decided, if it decided the metric: `failed (2) > failureLimit (1)`. */
  readonly decides?: string | undefined;
}

/** How the run would have ended with one limit changed; the phase is `unknown` where the measurements taken do not tell. */
export interface AnalysisWhatIf {
  readonly limit: string;
  readonly value: number;
  readonly phase: string;
  readonly why: string;
}

export interface AnalysisMetric {
  readonly name: string;
  /** A dry run is measured and decides nothing. */
  readonly dryRun: boolean;
  readonly phase: string;
  /** What the provider is asked, after the arguments were put in. */
  readonly query: string;
  readonly successCondition: string;
  readonly failureCondition: string;
  readonly limits: Readonly<Record<string, string>>;
  readonly decidedBy: string;
  readonly measurements: readonly AnalysisMeasurement[];
  readonly whatIf: readonly AnalysisWhatIf[];
}

/** Why an AnalysisRun ended as it did. */
export interface AnalysisOutcome {
  readonly phase: string;
  readonly message: string;
  /** The metric whose phase the run has, and what decided that. */
  readonly decidedBy: string;
  readonly metrics: readonly AnalysisMetric[];
  /** What was missing, and how to supply it. */
  readonly missing: readonly string[];
}
