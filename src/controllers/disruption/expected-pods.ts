import { type IntOrString, readStrictScaledValue } from '../../api/int-or-string.ts';
import type { PodDisruptionBudgetSpec } from '../../api/shape/policy.ts';

/** How many pods a budget counts on, and how many of them have to be healthy. */
export interface ExpectedPods {
  readonly expected: number;
  readonly desiredHealthy: number;
}

export type ExpectedResult = ExpectedPods | { readonly error: string };

/**
 * A number of minAvailable is about the pods that there are; everything else is about the pods that their controllers want. Percentages are rounded up.
 * Examples: maxUnavailable 30 % of 7 wanted pods lets 3 go, 4 have to be healthy; minAvailable 50 % of 7 is 4; minAvailable 5 of 3 pods is 5 of 3.
 * Source: pkg/controller/disruption/disruption.go getExpectedPodCount.
 */
export function expectedPods(
  { maxUnavailable, minAvailable }: PodDisruptionBudgetSpec,
  pods: number,
  wanted: () => number,
): ExpectedResult {
  if (maxUnavailable !== undefined) {
    return scaled(maxUnavailable, wanted(), (expected, may) => Math.max(0, expected - may));
  }
  if (minAvailable === undefined) return { expected: 0, desiredHealthy: 0 };
  if (typeof minAvailable === 'number') return { expected: pods, desiredHealthy: minAvailable };
  return scaled(minAvailable, wanted(), (_expected, must) => must);
}

function scaled(
  value: IntOrString,
  expected: number,
  healthy: (expected: number, pods: number) => number,
): ExpectedResult {
  const { value: pods, error } = readStrictScaledValue(value, expected, true);
  return error === undefined ? { expected, desiredHealthy: healthy(expected, pods) } : { error };
}
