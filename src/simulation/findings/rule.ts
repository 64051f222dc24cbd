import type { Json } from '../../api/json.ts';
import type { Rule } from '../../api/reason.ts';
import type { Occurrence, RolloutHistory } from './rollout-history.ts';

/** What the real controller does against expectation, and how to tell that it happened. */
export interface FindingRule {
  readonly rule: Rule;
  /** The issue of Argo Rollouts that tells of it. */
  readonly upstream: string | undefined;
  /** Where it happened in the history of a rollout; at most once for each occasion. */
  readonly detect: (history: RolloutHistory) => readonly Occurrence[];
}

export interface FindingText {
  readonly id: string;
  readonly title: string;
  readonly statement: string;
  readonly template: string;
  readonly source: string;
  readonly upstream?: string;
  readonly example: { readonly inputs: Readonly<Record<string, Json>>; readonly text: string };
}

export function findingRule(
  text: FindingText,
  detect: (history: RolloutHistory) => readonly Occurrence[],
): FindingRule {
  const { upstream, ...rule } = text;
  return { rule, upstream, detect };
}
