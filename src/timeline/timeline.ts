import type { EventType } from '../api/events.ts';
import type { Reason, Rule } from '../api/reason.ts';
import type { KubeObject, Resource } from '../api/resources.ts';
import type { Performed } from '../world/actions/action-kind.ts';
import type { Action } from '../world/actions/actions.ts';
import type { AnalysisOutcome } from './analysis.ts';
import type { TrafficHeader, TrafficSample } from './traffic.ts';

/** Names an object of the run. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What produced this timeline: enough to make it again. */
export interface TimelineHeader {
  readonly format: 'rehearse-timeline';
  readonly version: 1;
  readonly scenario: { readonly name: string; readonly title: string; readonly hash: string };
  readonly seed: number;
  readonly tool: string;
  readonly reference: { readonly argoRollouts: string; readonly kubernetes: string };
  /** RFC 3339 with milliseconds: time 0 of the run. */
  readonly epoch: string;
  readonly totals: TimelineTotals;
  /** The rules that the reasons of this run name, by id: a timeline explains itself. */
  readonly rules?: Readonly<Record<string, RuleText>>;
  /** How traffic was counted; absent: nobody sent requests. */
  readonly traffic?: TrafficHeader;
}

/** What a reader needs of a rule to understand a reason. */
export type RuleText = Pick<Rule, 'title' | 'statement' | 'template' | 'source' | 'explains'>;

export interface TimelineTotals {
  /** Milliseconds from the start at which the run ended: that of the last entry, or the end that was asked for. */
  readonly endMs: number;
  readonly reconciles: number;
  readonly writes: number;
  readonly events: number;
  /** Why the run ended: `settled`, `until` or `limit`. */
  readonly ended: 'settled' | 'until' | 'limit';
}

interface EntryBase {
  /** Milliseconds from the start of the run. */
  readonly atMs: number;
  /** Position in the run: entries are ordered by it. */
  readonly seq: number;
}

/** Something that people, Git, the platform or faults did, as the world's script has it. */
export interface ActionEntry extends EntryBase, Performed<Action> {
  readonly kind: 'action';
  /** Its position in the script; absent: the world's manifests were applied, and the API server refused this one. */
  readonly scriptIndex?: number;
  readonly output?: string;
  /** What the command or the API server answered when it failed. */
  readonly error?: string;
  /** Set when rehearse itself acted (promoting through a pause when no script is given). */
  readonly automatic?: boolean;
}

/** An object was created, changed or deleted; `before`/`after` share structure with their neighbours. */
export interface ChangeEntry extends EntryBase {
  readonly kind: 'change';
  readonly resource: Resource<KubeObject>;
  readonly object: ObjectRef;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
  readonly because: readonly Reason[];
  /** Who wrote: `rollouts`, `replicaset`, `kubelet`, `scheduler`, `person`, … */
  readonly actor: string;
}

/** A Kubernetes event. */
export interface EventEntry extends EntryBase {
  readonly kind: 'event';
  readonly object: ObjectRef;
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
}

/** Something that a user should know: the controller spins here, a manifest names what is missing, a part is not modelled. */
export interface FindingEntry extends EntryBase {
  readonly kind: 'finding';
  readonly id: string;
  readonly text: string;
  readonly object?: ObjectRef;
  readonly upstream?: string;
}

/** The outcome of one expectation. */
export interface VerdictEntry extends EntryBase {
  readonly kind: 'verdict';
  /** Its name, or what it says. */
  readonly expectation: string;
  readonly passed: boolean;
  readonly text: string;
  /** The whole expectation in one line, also when it has a name. */
  readonly condition?: string;
  /** Of a broken one: what the names of its condition stood for when it broke. */
  readonly state?: Readonly<Record<string, string | number | boolean>>;
  /** Of a broken one: the last entries before it, by their `seq`. */
  readonly before?: readonly number[];
}

/** What an AnalysisRun came to, and why. */
export interface AnalysisEntry extends EntryBase, AnalysisOutcome {
  readonly kind: 'analysis';
  readonly object: ObjectRef;
}

export type TimelineEntry = ActionEntry | ChangeEntry | EventEntry | FindingEntry | AnalysisEntry | VerdictEntry;

/** The one result of a run. Everything that people see is made from it. */
export interface Timeline {
  readonly header: TimelineHeader;
  readonly entries: readonly TimelineEntry[];
  /** In the order of time, then of flows; absent: nobody sent requests. */
  readonly traffic?: readonly TrafficSample[];
}
