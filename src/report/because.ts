import type { Reason } from '../api/reason.ts';
import { REPLICA_SET } from '../api/resources.ts';
import { reasonText } from '../timeline/rules.ts';
import type { ChangeEntry, TimelineHeader } from '../timeline/timeline.ts';
import type { Because, Line, LineKind } from './moment.ts';

/** A reason as a sentence, with its inputs and where each came from. */
export function becauseOf(header: TimelineHeader, reason: Reason): Because {
  const inputs = Object.entries(reason.inputs).map(([name, input]) => {
    const value = typeof input.value === 'string' ? input.value : JSON.stringify(input.value);
    return `${name} ${value} (${input.from})`;
  });
  return { rule: reason.rule, text: reasonText(header, reason), source: header.rules?.[reason.rule]?.source, inputs };
}

/** Which lines a reason explains, the best first: by where it was given, then by the first part of the rule's id. */
function preferredKinds(reason: Reason, change: ChangeEntry): readonly LineKind[] {
  if (change.object.kind === REPLICA_SET.kind) return ['scale', 'pods'];
  const words = reason.rule.split('.');
  if (words.some((word) => /weight/i.test(word))) return ['weight', 'step', 'phase'];
  if (words.some((word) => /pause|phase|abort|deadline|condition|health/i.test(word))) return ['phase', 'step'];
  if (words.some((word) => /step|promot/i.test(word))) return ['step', 'stable', 'phase'];
  if (words.some((word) => /revision|history/i.test(word))) return ['revision', 'phase'];
  return ['phase', 'step', 'scale'];
}

/** Gives each reason of the changes to the line that it explains; the same sentence is said once. */
export function attachReasons(
  header: TimelineHeader,
  lines: readonly Line[],
  changes: readonly ChangeEntry[],
): readonly Line[] {
  const attached = new Map<Line, Because[]>();
  const said = new Set<string>();
  for (const change of changes) {
    for (const reason of change.because) {
      const because = becauseOf(header, reason);
      const key = `${because.rule} ${because.text}`;
      if (said.has(key)) continue;
      const kind = preferredKinds(reason, change).find((one) => lines.some((line) => line.kind === one));
      const target = lines.find((line) => line.kind === kind);
      if (target === undefined) continue;
      said.add(key);
      attached.set(target, [...(attached.get(target) ?? []), because]);
    }
  }
  return lines.map((line) => ({ ...line, because: attached.get(line) ?? [] }));
}
