/** The objects that the names of a condition speak of; what is absent is the only one of its kind, or the newest. */
export interface ConditionSubjects {
  readonly rollout?: ObjectName;
  readonly deployment?: ObjectName;
  readonly experiment?: ObjectName;
  readonly analysis?: ObjectName;
}

interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * What is expected of a run: a condition, and when it must hold. A scenario says it, the finished timeline is asked
 * (src/expect). Times in milliseconds from the start of the run.
 */
export interface Expectation extends ConditionSubjects {
  readonly name?: string;
  readonly form: 'always' | 'never' | 'eventually' | 'at';
  readonly condition: string;
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
