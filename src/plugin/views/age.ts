import { compareText } from '../../api/order.ts';
import { humanDuration } from '../../api/durations.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import { parseTime } from '../../api/times.ts';

/** The longest time that Go's Duration holds: the age of what has no time of creation. */
const LONGEST_MS = 9_223_372_036_854;

/** How long ago a time was, as kubectl shows it. */
export function ageSince(time: string | null | undefined, nowMs: number): string {
  const sinceMs = time === undefined || time === null ? undefined : parseTime(time);
  return humanDuration(sinceMs === undefined ? LONGEST_MS : nowMs - sinceMs);
}

/** Source: pkg/kubectl-argo-rollouts/info/info.go Age. */
export function ageOf(metadata: ObjectMeta, nowMs: number): string {
  return ageSince(metadata.creationTimestamp, nowMs);
}

/** Order of creation; what has no time comes first. Texts of the API's times sort as the times do. */
export function compareCreation(a: ObjectMeta, b: ObjectMeta): number {
  return compareText(a.creationTimestamp ?? '', b.creationTimestamp ?? '');
}
