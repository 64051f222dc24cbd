import type { ActionKind } from './action-kind.ts';

/** From now on a namespace may have at most this many pods. */
export interface PodQuotaAction {
  readonly do: 'podQuota';
  readonly pods: number;
}

export const podQuotaKind: ActionKind<PodQuotaAction> = {
  by: 'platform',
  heading: 'fault',
  text: ({ pods }) => `a namespace may have at most ${pods} pods from now on`,
};
