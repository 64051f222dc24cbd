import type { Action } from './actions/actions.ts';
import type { ConditionSubjects } from './condition-subjects.ts';

/** When a scripted action happens: at a time of the run, or some time after a condition first holds. */
export type Trigger = { readonly atMs: number } | ConditionTrigger;

export interface ConditionTrigger extends ConditionSubjects {
  readonly when: string;
  readonly afterMs: number;
  /** Again each time the condition comes to hold; absent: only the first time. */
  readonly repeat?: true;
  /** The condition counts only once the action at this place of the script has happened. */
  readonly follows?: number;
}

export interface ScriptedAction {
  readonly trigger: Trigger;
  readonly action: Action;
  /** Rehearse itself acts (promoting through a pause when no script is given), not a person: reports say so. */
  readonly automatic?: true;
}
