import { sample } from '../kernel/distributions.ts';
import type { RandomStreams } from '../kernel/streams.ts';
import type { ReadyAfter } from '../world/cluster.ts';

/** The pod whose start-up is asked for. */
export interface StartingPod {
  readonly name: string;
  /** Its number among all pods ever made of its image, from 0. */
  readonly ordinal: number;
}

/**
 * Milliseconds from a pod's creation to readiness. A list is cycled: `[2000, 5000]` gives the third pod 2000. What is drawn depends on the
 * run's seed and the pod's name alone.
 */
export function readyAfterMs(readyAfter: ReadyAfter, pod: StartingPod, random: RandomStreams): number {
  if (readyAfter.form === 'list') return readyAfter.ms[pod.ordinal % readyAfter.ms.length] ?? 0;
  const drawn = sample(readyAfter.distribution, random.stream('pod-startup', pod.name));
  return Math.max(0, Math.round(drawn));
}
