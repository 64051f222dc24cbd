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

/** The fields that a reason is about, each with its path; a rule without a path stands for one field. */
function fieldsOf({ path, rule }: Reason): readonly string[] {
  if (path === undefined) return [rule];
  const [, parent = '', names] = /^(.*\.)\{([^}]*)\}$/.exec(path) ?? [];
  return names === undefined ? [path] : names.split(',').map((name) => parent + name);
}

function nameOf({ object: { kind, namespace, name } }: ChangeEntry): string {
  return `${kind}/${namespace}/${name}`;
}

/**
 * The reasons that stand at the end of an instant: those of whose fields no later one is about, and none of fields that are again what they were when the
 * instant began.
 */
function standingReasons(changes: readonly ChangeEntry[]): readonly Given[] {
  const firstOf = new Map<string, ChangeEntry>();
  const lastOf = new Map<string, ChangeEntry>();
  const given: Given[] = [];
  const lastOfField = new Map<string, Given>();
  for (const change of changes) {
    const object = nameOf(change);
    if (!firstOf.has(object)) firstOf.set(object, change);
    lastOf.set(object, change);
    for (const reason of change.because) {
      const one = { reason, change };
      given.push(one);
      for (const field of fieldsOf(reason)) lastOfField.set(`${object} ${field}`, one);
    }
  }
  return given.filter((one) => {
    const { reason, change } = one;
    const object = nameOf(change);
    const [first, last] = [firstOf.get(object)?.before, lastOf.get(object)?.after];
    const fields = fieldsOf(reason);
    if (!fields.every((field) => lastOfField.get(`${object} ${field}`) === one)) return false;
    return reason.path === undefined || fields.some((field) => !deepEqual(valueAt(first, field), valueAt(last, field)));
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
