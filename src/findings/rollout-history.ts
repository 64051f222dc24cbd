import { ANALYSIS_RUN, EXPERIMENT, type KubeObject, REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import { controllerOf, specReplicas } from '../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../api/shape/apps.ts';
import type { Experiment } from '../api/shape/experiment.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import { isOfKind } from '../timeline/state.ts';
import type { ActionEntry, ChangeEntry, ObjectRef, TimelineEntry } from '../timeline/timeline.ts';

/** A command that was typed about a rollout. */
export interface RolloutCommand {
  /** `promote`, `abort`, `retry rollout`, … */
  readonly verb: string;
  readonly full: boolean;
  /** The state of the rollout that it found. */
  readonly found: Rollout;
  /** The entry of the action. */
  readonly seq: number;
}

/** One instant in the history of a rollout, after all has settled. */
export interface HistoryInstant {
  readonly atMs: number;
  /** The last entry of the instant. */
  readonly lastSeq: number;
  readonly before: Rollout | undefined;
  readonly rollout: Rollout;
  readonly commands: readonly RolloutCommand[];
  /** Reasons and messages of the events about the rollout, in order. */
  readonly events: readonly { readonly reason: string; readonly message: string }[];
  /** Its ReplicaSets, those with pods. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Experiments that were made for it in this instant. */
  readonly newExperiments: readonly Experiment[];
}

/** One write of a rollout, also of those that the same instant overwrites. */
export interface RolloutWrite {
  readonly atMs: number;
  readonly seq: number;
  readonly before: Rollout | undefined;
  readonly after: Rollout;
}

/** The history of one rollout. */
export interface RolloutHistory {
  readonly object: ObjectRef;
  readonly instants: readonly HistoryInstant[];
  /** Every write, in order. */
  readonly writes: readonly RolloutWrite[];
  /** Milliseconds of the run at its end. */
  readonly endMs: number;
}

/** What has happened to a rollout in the instant under way. */
interface Draft {
  readonly object: ObjectRef;
  readonly instants: HistoryInstant[];
  readonly writes: RolloutWrite[];
  before: Rollout | undefined;
  rollout: Rollout | undefined;
  commands: RolloutCommand[];
  events: { readonly reason: string; readonly message: string }[];
  newExperiments: Experiment[];
  readonly replicaSets: Map<string, ReplicaSet>;
}

/** The history of every rollout of a run, instant by instant. */
export function rolloutHistories(entries: readonly TimelineEntry[], endMs: number): readonly RolloutHistory[] {
  const drafts = new Map<string, Draft>();
  const touched = new Set<Draft>();
  for (const [index, entry] of entries.entries()) {
    see(drafts, entry, touched);
    const next = entries[index + 1];
    if (next === undefined || next.atMs !== entry.atMs) closeInstant(touched, entry);
  }
  return [...drafts.values()].map(({ object, instants, writes }) => ({ object, instants, writes, endMs }));
}

function see(drafts: Map<string, Draft>, entry: TimelineEntry, touched: Set<Draft>): void {
  if (entry.kind === 'change') seeChange(drafts, entry, touched);
  else if (entry.kind === 'action') seeAction(drafts, entry, touched);
  else if (entry.kind === 'event' && entry.object.kind === ROLLOUT.kind) {
    const draft = drafts.get(keyOf(entry.object));
    if (draft === undefined) return;
    draft.events.push({ reason: entry.reason, message: entry.message });
    touched.add(draft);
  }
}

function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function seeChange(drafts: Map<string, Draft>, entry: ChangeEntry, touched: Set<Draft>): void {
  const { after, before, object } = entry;
  if (isOfKind(ROLLOUT, entry, after)) {
    const draft = drafts.get(keyOf(object)) ?? newDraft(object);
    drafts.set(keyOf(object), draft);
    draft.writes.push({ atMs: entry.atMs, seq: entry.seq, before: draft.rollout, after });
    draft.rollout = after;
    touched.add(draft);
  } else if (isOfKind(REPLICA_SET, entry, after ?? before)) {
    const replicaSet = after ?? before;
    const draft = ownerOf(drafts, object, replicaSet);
    if (draft === undefined) return;
    if (isOfKind(REPLICA_SET, entry, after)) draft.replicaSets.set(object.name, after);
    else draft.replicaSets.delete(object.name);
  } else if (isOfKind(EXPERIMENT, entry, after) && before === undefined) {
    ownerOf(drafts, object, after)?.newExperiments.push(after);
  } else if (isOfKind(ANALYSIS_RUN, entry, after)) {
    const draft = ownerOf(drafts, object, after);
    if (draft !== undefined) touched.add(draft);
  }
}

function ownerOf(
  drafts: Map<string, Draft>,
  { namespace }: ObjectRef,
  object: KubeObject | undefined,
): Draft | undefined {
  const owner = object === undefined ? undefined : controllerOf(object);
  return owner?.kind === ROLLOUT.kind ? drafts.get(keyOf({ namespace, name: owner.name })) : undefined;
}

function newDraft(object: ObjectRef): Draft {
  return {
    object,
    instants: [],
    writes: [],
    before: undefined,
    rollout: undefined,
    commands: [],
    events: [],
    newExperiments: [],
    replicaSets: new Map(),
  };
}

function seeAction(drafts: Map<string, Draft>, entry: ActionEntry, touched: Set<Draft>): void {
  const { parsed, namespace, error, seq } = entry;
  if (parsed === undefined || error !== undefined) return;
  for (const { kind, name } of parsed.objects) {
    const draft = kind === ROLLOUT.kind ? drafts.get(keyOf({ namespace, name })) : undefined;
    if (draft?.rollout === undefined) continue;
    draft.commands.push({ verb: parsed.verb, full: parsed.flags['full'] === 'true', found: draft.rollout, seq });
    touched.add(draft);
  }
}

function closeInstant(touched: Set<Draft>, { atMs, seq }: TimelineEntry): void {
  for (const draft of touched) {
    const { rollout, before, commands, events, newExperiments } = draft;
    if (rollout === undefined) continue;
    const replicaSets = [...draft.replicaSets.values()].filter((replicaSet) => specReplicas(replicaSet) > 0);
    draft.instants.push({ atMs, lastSeq: seq, before, rollout, commands, events, replicaSets, newExperiments });
    draft.before = rollout;
    draft.commands = [];
    draft.events = [];
    draft.newExperiments = [];
  }
  touched.clear();
}
