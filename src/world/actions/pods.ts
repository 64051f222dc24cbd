import { type ActionKind, imageTag } from './action-kind.ts';

/**
 * `unready`: ready pods turn unready and stay so until `ready`, which concerns only such pods. `crash`: the container of a running pod ends, and is
 * started again; `crash-loop`: it ends again each time, until `heal`, which lets those be well from their next start on. `delete`: pods are removed.
 */
export type PodFault = 'unready' | 'ready' | 'crash' | 'crash-loop' | 'heal' | 'delete';

/** Something happens to pods of an image, in the order of names. */
export interface PodsAction {
  readonly do: 'pods';
  readonly image: string;
  /** At most so many (-1: all) … */
  readonly count: number;
  /** … and at most so many in a hundred of those that it can happen to, rounded up; absent: all of them. */
  readonly percent?: number;
  readonly what: PodFault;
}

/** What happens to one pod, and to several. */
const PHRASES: Readonly<Record<PodFault, readonly [string, string]>> = {
  unready: ['turns unready', 'turn unready'],
  ready: ['is ready again', 'are ready again'],
  crash: ['crashes', 'crash'],
  'crash-loop': ['crashes again and again', 'crash again and again'],
  heal: ['crashes no more', 'crash no more'],
  delete: ['is deleted', 'are deleted'],
};

function podsText({ count, percent, what }: PodsAction, image: string): string {
  const [one, many] = PHRASES[what];
  if (count === 1) return `1 pod of ${image} ${one}`;
  const pods = percent !== undefined ? `${percent}% of the pods` : count < 0 ? 'all pods' : `${count} pods`;
  return `${pods} of ${image} ${many}`;
}

export const podsKind: ActionKind<PodsAction> = {
  by: 'fault',
  heading: 'fault',
  text: (action) => podsText(action, action.image),
  label: ({ action }) => podsText(action, imageTag(action.image)),
  targets: ({ action: { image } }) => [{ image }],
};
