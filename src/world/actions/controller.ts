import type { ReferenceVersion } from '../../api/reference.ts';
import type { ActionKind } from './action-kind.ts';

/** `stop`: the controller of Argo Rollouts is down until `start`; `restart`: both at once. */
export type ControllerFault = 'stop' | 'start' | 'restart';

/**
 * Something happens to the controller of Argo Rollouts. What it has in memory (queues, retries) is lost, what is stored stays. With `version`, that
 * version runs from then on: its controllers, its types, and the plugin and CustomResourceDefinitions that come with it.
 */
export interface ControllerAction {
  readonly do: 'controller';
  readonly what: ControllerFault;
  /** Only with `restart` and `start`; absent: the version stays. */
  readonly version?: ReferenceVersion;
}

const PHRASES: Readonly<Record<ControllerFault, string>> = { stop: 'stops', start: 'starts', restart: 'restarts' };

function phraseOf({ what, version }: ControllerAction): string {
  return version === undefined ? PHRASES[what] : `is replaced by ${version}`;
}

export const controllerKind: ActionKind<ControllerAction> = {
  by: 'fault',
  heading: 'fault',
  text: (action) => `the Argo Rollouts controller ${phraseOf(action)}`,
  label: ({ action }) => `controller ${phraseOf(action)}`,
};
