import { ANALYSIS_RUN, EXPERIMENT, type KubeObject, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { controllerOf, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { isOfKind } from '../../timeline/state.ts';
import type { ActionEntry, ChangeEntry, ObjectRef, TimelineEntry } from '../../timeline/timeline.ts';
import type { Life, Moment, TypedCommand } from './moment.ts';

/** What has happened to a rollout in the instant under way. */
interface Draft {
  readonly object: ObjectRef;
  readonly moments: Moment[];
  before: Rollout | undefined;
  rollout: Rollout | undefined;
  commands: TypedCommand[];
  events: { readonly reason: string; readonly message: string }[];
  newExperiments: Experiment[];
  readonly replicaSets: Map<string, ReplicaSet>;
}

/** The life of every rollout of a run, moment by moment. */
export function livesOf(entries: readonly TimelineEntry[], endMs: number): readonly Life[] {
  const drafts = new Map<string, Draft>();
  const touched = new Set<Draft>();
  for (const [index, entry] of entries.entries()) {
    see(drafts, entry, touched);
    const next = entries[index + 1];
    if (next === undefined || next.atMs !== entry.atMs) closeInstant(touched, entry);
  }
  return [...drafts.values()].map(({ object, moments }) => ({ object, moments, endMs }));
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
    moments: [],
    before: undefined,
    rollout: undefined,
    commands: [],
    events: [],
    newExperiments: [],
    replicaSets: new Map(),
  };
}

function seeAction(drafts: Map<string, Draft>, entry: ActionEntry, touched: Set<Draft>): void {
  const { parsed, namespace, error } = entry;
  if (parsed === undefined || error !== undefined) return;
  for (const { kind, name } of parsed.objects) {
    const draft = kind === ROLLOUT.kind ? drafts.get(keyOf({ namespace, name })) : undefined;
    if (draft?.rollout === undefined) continue;
    draft.commands.push({ verb: parsed.verb, full: parsed.flags['full'] === 'true', found: draft.rollout });
    touched.add(draft);
  }
}

function closeInstant(touched: Set<Draft>, { atMs, seq }: TimelineEntry): void {
  for (const draft of touched) {
    const { rollout, before, commands, events, newExperiments } = draft;
    if (rollout === undefined) continue;
    const replicaSets = [...draft.replicaSets.values()].filter((replicaSet) => specReplicas(replicaSet) > 0);
    draft.moments.push({ atMs, lastSeq: seq, before, rollout, commands, events, replicaSets, newExperiments });
    draft.before = rollout;
    draft.commands = [];
    draft.events = [];
    draft.newExperiments = [];
  }
  touched.clear();
}
