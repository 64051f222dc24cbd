import { from, renderReason, type Rule, type RuleInput } from '../../api/reason.ts';
import { setOwn } from '../../text/own.ts';
import type { Finding, TimelineEntry } from '../../timeline/timeline.ts';
import { COMMAND_FINDINGS } from './commands.ts';
import { HANG_FINDINGS } from './hangs.ts';
import { rolloutHistories } from './rollout-history.ts';
import type { Occurrence, RolloutHistory } from './rollout-history.ts';
import type { FindingRule } from './rule.ts';
import { SPIN_RULES } from './spins.ts';
import { UPDATE_FINDINGS } from './updates.ts';

const FINDINGS: readonly FindingRule[] = [...COMMAND_FINDINGS, ...HANG_FINDINGS, ...UPDATE_FINDINGS];

/** The rules of findings, for `explain` and the reference pages. */
export const FINDING_RULES: readonly Rule[] = [...FINDINGS.map(({ rule }) => rule), ...SPIN_RULES];

/**
 * Where the real controller loses a command, hangs, or passes something over, the run did the same: one finding for each occasion, behind the instant in
 * which it happened.
 */
export function findingsOf(entries: readonly TimelineEntry[], endMs: number): readonly Finding[] {
  return rolloutHistories(entries, endMs).flatMap((history) =>
    FINDINGS.flatMap((rule) => rule.detect(history).map((found) => finding(rule, history, found))),
  );
}

function finding(
  { rule, upstream }: FindingRule,
  { object }: RolloutHistory,
  { atMs, lastSeq, inputs }: Occurrence,
): Finding {
  const named: Record<string, RuleInput> = {};
  for (const [name, value] of Object.entries(inputs)) setOwn(named, name, from('the run', value));
  const text = `${renderReason(rule, named)}. ${rule.statement}`;
  return { atMs, after: lastSeq, id: rule.id, text, object, ...(upstream === undefined ? {} : { upstream }) };
}
