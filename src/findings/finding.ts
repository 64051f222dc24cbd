import type { Json } from '../api/json.ts';
import type { ObjectReader } from '../api/reader.ts';
import type { RuleTexts } from '../api/reason.ts';
import type { Finding, ObjectRef, Timeline } from '../timeline/timeline.ts';
import type { RolloutHistory } from './rollout-history.ts';

/** How bad a finding is for those who run the workload; the worst first. */
export const SEVERITIES = ['harm', 'stuck', 'trap', 'waste'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a finding cost in this run. Figures that do not apply are absent. */
export type Cost = NonNullable<Finding['cost']>;

/** A change of the user's own manifests that prevents what was found. */
export interface Fix {
  /** One imperative sentence: `set scaleDownDelayRevisionLimit: 0 instead`. */
  readonly text: string;
  /** The fields to set, with their values; null removes a field. Absent: what to do is not a change of one field. */
  readonly set?: readonly { readonly object: ObjectRef; readonly path: string; readonly value: Json }[];
}

/** A place in the run where the condition of a finding holds. */
export interface Occurrence {
  readonly atMs: number;
  /** The `seq` of the entry behind which it belongs. */
  readonly lastSeq: number;
  /** The values of the template. */
  readonly inputs: Readonly<Record<string, string | number>>;
  readonly object: ObjectRef;
  /** The field of the object's manifest that causes it: `spec.strategy.canary.steps[0].setWeight`. */
  readonly field?: string;
  /** Entries of the timeline that show it, by their `seq`. */
  readonly evidence?: readonly number[];
  readonly cost?: Cost;
  readonly fix?: Fix;
}

/** What a finding looks at: the timeline, and what is derived from it once for all findings. */
export interface FindingRun {
  readonly timeline: Timeline;
  /** Milliseconds of the run at its end. */
  readonly endMs: number;
  readonly rollouts: readonly RolloutHistory[];
  /** The objects as they were once an instant was settled. */
  readonly at: (atMs: number) => ObjectReader;
}

/** A problem that a run can show: when it is there, what it means, and how to prevent it. */
export interface FindingRule extends RuleTexts {
  readonly severity: Severity;
  /** The issue of the reference's project that reports it: `argoproj/argo-rollouts#4390`. */
  readonly upstream?: string;
  /** The first version of the reference without it. */
  readonly fixedIn?: string;
  /** Findings about the same object that are only symptoms of this one. */
  readonly absorbs?: readonly string[];
  /** Ids of what the run notes while it goes on, which this finding says better. */
  readonly replaces?: readonly string[];
  /** Where the condition holds; one occurrence for each occasion. */
  readonly find: (run: FindingRun) => readonly Occurrence[];
}

/** Finds in the history of one rollout; the occurrence is about this rollout unless it names another object. */
export function perRollout(
  find: (history: RolloutHistory, run: FindingRun) => readonly RolloutOccurrence[],
): FindingRule['find'] {
  return (run) =>
    run.rollouts.flatMap((history) => find(history, run).map((found) => ({ object: history.object, ...found })));
}

export type RolloutOccurrence = Omit<Occurrence, 'object'> & { readonly object?: ObjectRef };

/** The worst first, then what cost most, then what came first. */
export function compareBySeverity(a: Finding, b: Finding): number {
  return rank(a) - rank(b) || costRank(b.cost) - costRank(a.cost) || a.atMs - b.atMs;
}

function rank({ severity }: Finding): number {
  return severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

function costRank(cost: Cost | undefined): number {
  return cost?.failedRequests ?? cost?.users ?? 0;
}
