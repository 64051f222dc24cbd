/** A drill as data for people and machines. Times are milliseconds. */
export interface DrillReport {
  readonly format: 'rehearse-drill';
  readonly version: 1;
  readonly tool: string;
  readonly name: string;
  readonly seed: number;
  readonly workload: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly change: { readonly from: string; readonly to: string };
  /** What nobody said and the drill took for granted, each with the option that sets it. */
  readonly assumptions: readonly string[];
  readonly mishaps: number;
  readonly counts: Readonly<Record<DrillOutcomeName, number>>;
  /** The worst weaknesses, in sentences. */
  readonly weaknesses: readonly string[];
  /** The worst first; equal ones are one. */
  readonly rows: readonly DrillReportRow[];
  readonly requirements: readonly { readonly text: string; readonly holds: boolean }[];
}

export type DrillOutcomeName = 'outage' | 'stuck' | 'waits' | 'through' | 'back' | 'called off';

export interface DrillReportRow {
  readonly mishap: string;
  /** `at any step`, `step 1 of 8`; empty: from the start of the update. */
  readonly when: string;
  readonly stages: readonly string[];
  readonly runs: number;
  readonly outcome: DrillOutcomeName;
  readonly detectedMs: number | null;
  readonly failed: number | null;
  readonly hit: number | null;
  readonly leastAvailable: number;
  readonly outageMs: number;
  readonly settledMs: number;
  readonly manualSteps: number;
}
