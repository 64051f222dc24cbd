/**
 * What is expected of a run: a condition, and when it must hold. A scenario says it, the finished timeline is asked
 * (src/expect). Times in milliseconds from the start of the run.
 */
export interface Expectation {
  readonly name?: string;
  readonly form: 'always' | 'never' | 'eventually' | 'at';
  readonly condition: string;
  /** The rollout that the names of the condition speak of; absent: the only one. */
  readonly rollout?: { readonly namespace: string; readonly name: string };
  /** `at` only. */
  readonly atMs?: number;
  /** `eventually` only: by when. */
  readonly withinMs?: number;
  /** `always` and `never` only. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Where it stands, for reports. */
  readonly source: { readonly file: string; readonly line: number };
}
