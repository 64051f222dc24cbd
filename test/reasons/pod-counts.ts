import { valueAt } from '../../src/api/field-path.ts';
import type { Source } from '../../src/api/reason.ts';
import { isJsonArray, isJsonObject, textsOf } from '../../src/api/json.ts';
import { parseTime } from '../../src/api/times.ts';
import type { ChangeEntry } from '../../src/timeline/timeline.ts';

type CountedPods = Extract<Source, { readonly controlledBy: string }>;

interface State {
  readonly version: number;
  readonly object: unknown;
}

/** The pods of a run as they were after any write, to count them again. */
export class PodCounts {
  /** The states of each pod by its uid, in their order; a deleted one is undefined in the end. */
  readonly #states = new Map<string, State[]>();
  readonly #owners = new Map<string, State[]>();
  #version = 0;

  /** Takes in the next change of the run: each write gets the next resourceVersion, also a deletion. */
  add({ object, before, after }: ChangeEntry): void {
    this.#version = after === undefined ? this.#version + 1 : Number(after.metadata.resourceVersion);
    const kept = object.kind === 'Pod' ? this.#states : object.kind === 'ReplicaSet' ? this.#owners : undefined;
    const uid = (after ?? before)?.metadata.uid ?? '';
    if (kept === undefined) return;
    kept.set(uid, [...(kept.get(uid) ?? []), { version: this.#version, object: after }]);
  }

  count({ pods, controlledBy, asOf }: CountedPods, nowMs: number): number {
    const at = (states: readonly State[]): unknown => states.findLast(({ version }) => version <= Number(asOf))?.object;
    const owner = at(this.#owners.get(controlledBy) ?? []);
    const minReadySeconds = Number(valueAt(owner, 'spec.minReadySeconds') ?? 0);
    const labels = Object.entries(textsOf(valueAt(owner, 'spec.template.metadata.labels')));
    const counts = (pod: unknown): boolean => {
      if (!isControlledBy(pod, controlledBy)) return false;
      const phase = valueAt(pod, 'status.phase');
      if (phase === 'Succeeded' || phase === 'Failed' || valueAt(pod, 'metadata.deletionTimestamp') !== null)
        return false;
      if (pods === 'all') return true;
      if (pods === 'labeled') {
        const own = textsOf(valueAt(pod, 'metadata.labels'));
        return labels.every(([key, value]) => own[key] === value);
      }
      const ready = 'status.conditions[type=Ready]';
      if (valueAt(pod, `${ready}.status`) !== 'True') return false;
      if (pods === 'ready' || minReadySeconds <= 0) return true;
      const since = parseTime(String(valueAt(pod, `${ready}.lastTransitionTime`))) ?? Infinity;
      return since + minReadySeconds * 1000 <= nowMs;
    };
    return [...this.#states.values()].filter((states) => counts(at(states))).length;
  }
}

function isControlledBy(pod: unknown, uid: string): boolean {
  const owners = valueAt(pod, 'metadata.ownerReferences');
  return (
    isJsonArray(owners) && owners.some((one) => isJsonObject(one) && one['controller'] === true && one['uid'] === uid)
  );
}
