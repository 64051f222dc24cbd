import type { z } from 'zod';
import type { Reason } from '../api/reason.ts';
import type { KubeObject, Resource } from '../api/resources.ts';
import type { Performed } from '../world/actions/action-kind.ts';
import type { Action } from '../world/actions/actions.ts';
import type { DeepReadonly } from './read-only.ts';
import type {
  analysisLine,
  eventLine,
  failureLine,
  findingLine,
  headerLine,
  objectRef,
  ruleText,
  verdictLine,
} from './schema.ts';
import type { TrafficSample } from './traffic.ts';

/** Names an object of the run. */
export type ObjectRef = DeepReadonly<z.infer<typeof objectRef>>;

/** What produced this timeline: enough to make it again. */
export type TimelineHeader = DeepReadonly<z.infer<typeof headerLine>>;

export type TimelineTotals = TimelineHeader['totals'];

/** What a reader needs of a rule to understand a reason. */
export type RuleText = DeepReadonly<z.infer<typeof ruleText>>;

/** Something that people, Git, the platform or faults did, as the world's script has it. */
export interface ActionEntry extends Performed<Action> {
  /** Milliseconds from the start of the run. */
  readonly atMs: number;
  /** Number of the entry, from 0 on in the order of the run. */
  readonly seq: number;
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
export interface ChangeEntry {
  /** Milliseconds from the start of the run. */
  readonly atMs: number;
  /** Number of the entry, from 0 on in the order of the run. */
  readonly seq: number;
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
export type EventEntry = DeepReadonly<z.infer<typeof eventLine>>;

/** Reconciles of an object that failed alike, until one succeeded. Stands at the first of them. */
export type FailureEntry = DeepReadonly<z.infer<typeof failureLine>>;

/** What happened, in order: `entries[n].seq` is n. */
export type TimelineEntry = ActionEntry | ChangeEntry | EventEntry | FailureEntry;

/** Something that a user should know: the controller spins here, a manifest names what is missing, a part is not modelled. */
export type Finding = Omit<DeepReadonly<z.infer<typeof findingLine>>, 'kind'>;

/** What an AnalysisRun came to, and why. */
export type AnalysisResult = Omit<DeepReadonly<z.infer<typeof analysisLine>>, 'kind'>;

/** The outcome of one expectation. */
export type Verdict = Omit<DeepReadonly<z.infer<typeof verdictLine>>, 'kind'>;

/** The one result of a run. Everything that people see is made from it. */
export interface Timeline {
  readonly header: TimelineHeader;
  readonly entries: readonly TimelineEntry[];
  /** What was concluded from the entries: each list in the order of `after`, the `seq` of the entry behind which an item belongs. */
  readonly findings: readonly Finding[];
  readonly analyses: readonly AnalysisResult[];
  readonly verdicts: readonly Verdict[];
  /** In the order of time, then of flows; absent: nobody sent requests. */
  readonly traffic?: readonly TrafficSample[];
}
