/** Names an object of the run. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** The names of a condition that speak of an object of their own, with its kind. */
export const SUBJECT_KINDS = {
  rollout: 'Rollout',
  deployment: 'Deployment',
  experiment: 'Experiment',
  analysis: 'AnalysisRun',
} as const;
export type SubjectName = keyof typeof SUBJECT_KINDS;
export const SUBJECT_NAMES: readonly SubjectName[] = ['rollout', 'deployment', 'experiment', 'analysis'];

/** The objects that the names of a condition speak of; what is absent is the only one of its kind, or the newest. */
export type ConditionSubjects = Readonly<Partial<Record<SubjectName, ObjectName>>>;

/** Names that speak of a version of the Rollout, or else of the Deployment. */
export const VERSION_NAMES: ReadonlySet<string> = new Set(['stable', 'canary']);
