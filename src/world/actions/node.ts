import type { ActionKind } from './action-kind.ts';

/**
 * `drain`: nothing new goes to the node, and its pods are evicted at once. `fail`: it is cut off; its pods are unready when that is noticed, and
 * evicted later. `restore`: it is as before.
 */
export type NodeFault = 'drain' | 'fail' | 'restore';

/** Something happens to a node. */
export interface NodeAction {
  readonly do: 'node';
  readonly node: string;
  readonly what: NodeFault;
}

const PHRASES: Readonly<Record<NodeFault, string>> = { drain: 'is drained', fail: 'fails', restore: 'is restored' };

export const nodeKind: ActionKind<NodeAction> = {
  by: 'fault',
  heading: 'fault',
  text: ({ node, what }) => `node ${node} ${PHRASES[what]}`,
};
