import { from, renderReason, type Rule, type RuleInput } from '../../api/reason.ts';
import type { FindingEntry, TimelineEntry } from '../../timeline/timeline.ts';
import { COMMAND_FINDINGS } from './commands.ts';
import { HANG_FINDINGS } from './hangs.ts';
import { livesOf } from './lives.ts';
import type { Found, Life } from './moment.ts';
import type { FindingRule } from './rule.ts';
import { SPIN_RULES } from './spins.ts';
import { UPDATE_FINDINGS } from './updates.ts';

const FINDINGS: readonly FindingRule[] = [...COMMAND_FINDINGS, ...HANG_FINDINGS, ...UPDATE_FINDINGS];

/** The rules of findings, for `explain` and the reference pages. */
export const FINDING_RULES: readonly Rule[] = [...FINDINGS.map(({ rule }) => rule), ...SPIN_RULES];

/**
 * The entries of a run with findings among them: where the real controller loses a command, hangs, or passes something over, the run did the same,
 * and says so behind the instant in which it happened.
 */
export function withFindings(entries: readonly TimelineEntry[], endMs: number): readonly TimelineEntry[] {
  const after = new Map<number, Omit<FindingEntry, 'seq'>[]>();
  for (const life of livesOf(entries, endMs)) {
    for (const finding of FINDINGS) {
      for (const found of finding.detect(life)) {
        after.set(found.lastSeq, [...(after.get(found.lastSeq) ?? []), entryOf(finding, life, found)]);
      }
    }
  }
  if (after.size === 0) return entries;
  const result: TimelineEntry[] = [];
  for (const entry of entries) {
    result.push({ ...entry, seq: result.length });
    for (const finding of after.get(entry.seq) ?? []) result.push({ ...finding, seq: result.length });
  }
  return result;
}

function entryOf(
  { rule, upstream }: FindingRule,
  { object }: Life,
  { atMs, inputs }: Found,
): Omit<FindingEntry, 'seq'> {
  const named: Record<string, RuleInput> = {};
  for (const [name, value] of Object.entries(inputs)) named[name] = from('the run', value);
  const text = `${renderReason(rule, named)}. ${rule.statement}`;
  return { kind: 'finding', atMs, id: rule.id, text, object, ...(upstream === undefined ? {} : { upstream }) };
}
