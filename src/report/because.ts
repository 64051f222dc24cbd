import { type Reason, sourceText } from '../api/reason.ts';
import { DEPLOYMENT, REPLICA_SET } from '../api/resources.ts';
import { own } from '../text/own.ts';
import { reasonText } from '../timeline/rules.ts';
import type { ChangeEntry, TimelineHeader } from '../timeline/timeline.ts';
import { type Because, type Line, type LineKind, plainText } from './moment.ts';

/** A reason as a sentence, with its inputs and where each came from. */
function becauseOf(header: TimelineHeader, reason: Reason): Omit<Because, 'restates'> {
  const inputs = Object.entries(reason.inputs).map(([name, input]) => {
    const value = typeof input.value === 'string' ? input.value : JSON.stringify(input.value);
    return `${name} ${value} (${sourceText(input.from)})`;
  });
  return {
    rule: reason.rule,
    text: reasonText(header, reason),
    source: own(header.rules, reason.rule)?.source,
    inputs,
  };
}

/** Which lines a reason explains, the best first: by where it was given, then by the first part of the rule's id. */
function preferredKinds(header: TimelineHeader, reason: Reason, change: ChangeEntry): readonly LineKind[] {
  const explains = own(header.rules, reason.rule)?.explains;
  if (explains !== undefined) return explains === 'detail' ? [] : [explains];
  const words = reason.rule.split('.');
  if (words.includes('argocd')) return words.includes('compared') ? ['app'] : ['sync', 'app'];
  if (words.includes('newReplicaSet')) return ['revision', 'scale'];
  if (words.includes('revision')) return ['revision'];
  if (change.object.kind === DEPLOYMENT.kind) return ['scale'];
  if (change.object.kind === REPLICA_SET.kind) return ['scale', 'pods'];
  if (words.some((word) => /weight/i.test(word))) return ['weight', 'step', 'phase'];
  if (words.some((word) => /pause|phase|abort|deadline|condition|health/i.test(word))) return ['phase', 'step'];
  if (words.some((word) => /step|promot/i.test(word))) return ['step', 'stable', 'phase'];
  if (words.some((word) => /revision|history/i.test(word))) return ['revision', 'phase'];
  return ['phase', 'step', 'scale'];
}

/** Whether a reason says no more than its line does: `Healthy: ` below `✔ Healthy`. Then naming the rule is enough. */
function restates(text: string, line: Line): boolean {
  const words = (sentence: string): string => sentence.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words(plainText(line.spans)).includes(words(text));
}

/**
 * Gives each reason of the changes to the line that it explains. A line tells of one settled instant, in which a rule may have decided
 * several times: its last word counts.
 */
export function attachReasons(
  header: TimelineHeader,
  lines: readonly Line[],
  changes: readonly ChangeEntry[],
): readonly Line[] {
  const attached = new Map<Line, Map<string, Because>>();
  for (const change of changes) {
    for (const reason of change.because) {
      const kind = preferredKinds(header, reason, change).find((one) => lines.some((line) => line.kind === one));
      const target = lines.find((line) => line.kind === kind);
      if (target === undefined) continue;
      const because = becauseOf(header, reason);
      const ofLine = attached.get(target) ?? new Map<string, Because>();
      ofLine.delete(because.rule);
      attached.set(target, ofLine.set(because.rule, { ...because, restates: restates(because.text, target) }));
    }
  }
  return lines.map((line) => ({ ...line, because: [...(attached.get(line)?.values() ?? [])] }));
}
