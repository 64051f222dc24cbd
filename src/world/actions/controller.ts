import type { ActionKind } from './action-kind.ts';

/** `stop`: the controller of Argo Rollouts is down until `start`; `restart`: both at once. */
export type ControllerFault = 'stop' | 'start' | 'restart';

/** Something happens to the controller of Argo Rollouts. What it has in memory (queues, retries) is lost, what is stored stays. */
export interface ControllerAction {
  readonly do: 'controller';
  readonly what: ControllerFault;
}

const PHRASES: Readonly<Record<ControllerFault, string>> = { stop: 'stops', start: 'starts', restart: 'restarts' };

export const controllerKind: ActionKind<ControllerAction> = {
  by: 'fault',
  heading: 'fault',
  text: ({ what }) => `the Argo Rollouts controller ${PHRASES[what]}`,
  label: ({ action: { what } }) => `controller ${PHRASES[what]}`,
};
