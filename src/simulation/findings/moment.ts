import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { ObjectRef } from '../../timeline/timeline.ts';

/** A command that was typed about a rollout. */
export interface TypedCommand {
  /** `promote`, `abort`, `retry rollout`, … */
  readonly verb: string;
  readonly full: boolean;
  /** The state of the rollout that it found. */
  readonly found: Rollout;
}

/** One instant in the life of a rollout, after all has settled. */
export interface Moment {
  readonly atMs: number;
  /** The last entry of the instant. */
  readonly lastSeq: number;
  readonly before: Rollout | undefined;
  readonly rollout: Rollout;
  readonly commands: readonly TypedCommand[];
  /** Reasons and messages of the events about the rollout, in order. */
  readonly events: readonly { readonly reason: string; readonly message: string }[];
  /** Its ReplicaSets, those with pods. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Experiments that were made for it in this instant. */
  readonly newExperiments: readonly Experiment[];
}

/** The life of one rollout. */
export interface Life {
  readonly object: ObjectRef;
  readonly moments: readonly Moment[];
  /** Milliseconds of the run at its end. */
  readonly endMs: number;
}

/** Something that a detector found, and where it belongs. */
export interface Found {
  readonly atMs: number;
  readonly lastSeq: number;
  readonly inputs: Readonly<Record<string, string | number>>;
}
