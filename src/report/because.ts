import { deepEqual } from '../api/equality.ts';
import { valueAt } from '../api/field-path.ts';
import { type Reason, sourceText } from '../api/reason.ts';
import { own } from '../text/own.ts';
import { reasonText } from '../timeline/rules.ts';
import type { ChangeEntry, TimelineHeader } from '../timeline/timeline.ts';
import { type Because, type Line, plainText, span } from './moment.ts';

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

/** Whether a reason says no more than its line does: `Healthy: ` below `✔ Healthy`. Then naming the rule is enough. */
function restates(text: string, line: Line): boolean {
  const words = (sentence: string): string => sentence.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return words(plainText(line.spans)).includes(words(text));
}

interface Given {
  readonly reason: Reason;
  readonly change: ChangeEntry;
}

/** Names the field that a reason is about; of several fields that belong together a write may change some. */
function fieldsKey({ path, rule }: Reason): string {
  return path === undefined ? rule : path.replace(/\{[^}]*\}$/, '');
}

/**
 * The reasons that stand at the end of an instant: of one field the last one, and none of a field that is again what it was when the instant began.
 */
function standingReasons(changes: readonly ChangeEntry[]): readonly Given[] {
  const firstOf = new Map<string, ChangeEntry>();
  const lastOf = new Map<string, ChangeEntry>();
  const given = new Map<string, Given>();
  for (const change of changes) {
    const { kind, namespace, name } = change.object;
    const object = `${kind}/${namespace}/${name}`;
    if (!firstOf.has(object)) firstOf.set(object, change);
    lastOf.set(object, change);
    for (const reason of change.because) {
      const key = `${object} ${fieldsKey(reason)}`;
      given.delete(key);
      given.set(key, { reason, change });
    }
  }
  return [...given.values()].filter(({ reason: { path }, change: { object } }) => {
    if (path === undefined) return true;
    const key = `${object.kind}/${object.namespace}/${object.name}`;
    return !deepEqual(valueAt(firstOf.get(key)?.before, path), valueAt(lastOf.get(key)?.after, path));
  });
}

/** Gives each reason of the changes of an instant to the line that it explains; one that no line tells of gets a line of its own. */
export function attachReasons(
  header: TimelineHeader,
  lines: readonly Line[],
  changes: readonly ChangeEntry[],
): readonly Line[] {
  const attached = new Map<Line, Map<string, Because>>();
  const others: Line[] = [];
  for (const { reason } of standingReasons(changes)) {
    // The rules of an older file may not say what they explain.
    const kind = own(header.rules, reason.rule)?.explains ?? 'phase';
    if (kind === 'detail') continue;
    const because = becauseOf(header, reason);
    const target = lines.find((line) => line.kind === kind);
    if (target === undefined) {
      const subject = lines[0]?.subject;
      const line: Line = {
        kind,
        spans: [span(because.text)],
        notes: [],
        because: [{ ...because, restates: true }],
      };
      others.push(subject === undefined ? line : { ...line, subject });
      continue;
    }
    const ofLine = attached.get(target) ?? new Map<string, Because>();
    ofLine.delete(because.rule);
    attached.set(target, ofLine.set(because.rule, { ...because, restates: restates(because.text, target) }));
  }
  return [...lines.map((line) => ({ ...line, because: [...(attached.get(line)?.values() ?? [])] })), ...others];
}
