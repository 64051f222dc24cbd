import { type ActionKind, imageTag } from './action-kind.ts';

/**
 * `unready`: ready pods become unready and stay so until `ready`, which affects only such pods. `crash`: the container of a running pod ends, and is
 * started again; `crash-loop`: it ends again each time, until `heal`, after which those containers run from their next start on. `delete`: pods are removed.
 */
export type PodFault = 'unready' | 'ready' | 'crash' | 'crash-loop' | 'heal' | 'delete';

/** Something happens to pods of an image, in the order of names. */
export interface PodsAction {
  readonly do: 'pods';
  readonly image: string;
  /** At most this many; -1 means all. */
  readonly count: number;
  /** At most this share of the pods that can be affected, in percent, rounded up; absent: all of them. */
  readonly percent?: number;
  readonly what: PodFault;
}

/** What happens to one pod, and to several. */
const PHRASES: Readonly<Record<PodFault, readonly [string, string]>> = {
  unready: ['becomes unready', 'become unready'],
  ready: ['is ready again', 'are ready again'],
  crash: ['crashes', 'crash'],
  'crash-loop': ['crashes repeatedly', 'crash repeatedly'],
  heal: ['stops crashing', 'stop crashing'],
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
