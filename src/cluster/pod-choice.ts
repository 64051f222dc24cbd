import type { PodsAction } from '../world/actions/pods.ts';

/** Which pods something happens to. */
export type PodChoice = Pick<PodsAction, 'image' | 'count' | 'percent'>;

/** How many of `able` pods are chosen: 50 % of 5 are 3, and at most `count`. */
export function chosenCount({ count, percent = 100 }: PodChoice, able: number): number {
  const share = Math.ceil((able * percent) / 100);
  return count < 0 ? share : Math.min(count, share);
}
