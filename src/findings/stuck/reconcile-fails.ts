import { formatSpan } from '../../text/durations.ts';
import type { FailureEntry, ObjectRef, Timeline } from '../../timeline/timeline.ts';
import type { FindingRule } from '../finding.ts';

/** An error that lasts this long is not the conflict of two writers, which a controller is over in a moment. */
const LASTING_MS = 60_000;

/** A conflict is over after two or three tries; so many, still going on at the end, are another thing. */
const MANY_TRIES = 8;

export const reconcileFails: FindingRule = {
  id: 'finding.reconcile.fails',
  title: 'A controller fails at the same place again and again',
  statement:
    'A reconcile that returns an error is tried again without end and does not write the status: what the status says is old, and nothing goes on until the cause is gone.',
  template: 'the controller cannot go on with {kind} {name} since {since}: {error} ({tries})',
  severity: 'stuck',
  source: 'utils/controller/controller.go processNextWorkItem',
  example: {
    inputs: {
      kind: 'Rollout',
      name: 'shop',
      since: '1m2s',
      error: 'services "shop" not found',
      tries: '9352 tries until 24h0m0s',
    },
    text: 'the controller cannot go on with Rollout shop since 1m2s: services "shop" not found (9352 tries until 24h0m0s)',
  },
  find: ({ timeline, endMs }) =>
    timeline.entries.flatMap((entry) => {
      if (entry.kind !== 'failure' || !isLasting(timeline, entry, endMs)) return [];
      const { object, error, atMs, seq, lastMs, tries } = entry;
      const often = tries === 1 ? 'tried once: nothing wakes it' : `${tries} tries until ${formatSpan(lastMs)}`;
      const inputs = { kind: object.kind, name: object.name, since: formatSpan(atMs), error, tries: often };
      return [{ atMs, lastSeq: seq, object, field: 'spec', inputs, evidence: [seq], cost: { ms: endMs - atMs } }];
    }),
};

/** Whether a failure went on for long, or was never followed by another write of its controller. */
function isLasting(
  { entries }: Timeline,
  { object, atMs, lastMs, seq, controller, tries }: FailureEntry,
  endMs: number,
): boolean {
  if (lastMs - atMs >= LASTING_MS || (tries >= MANY_TRIES && endMs - lastMs < LASTING_MS / 2)) return true;
  if (endMs - lastMs < LASTING_MS) return false;
  return !entries
    .slice(seq + 1)
    .some((entry) => entry.kind === 'change' && entry.actor === controller && isSame(entry.object, object));
}

function isSame(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}
