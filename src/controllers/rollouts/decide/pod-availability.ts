import type { Pod } from '../../../api/shape/core.ts';
import { parseTime } from '../../../api/times.ts';

/**
 * Whether a pod counts as available: ready, and for longer than minReadySeconds; a pod that is on its way out does not.
 * Source: k8s.io/kubernetes/pkg/api/v1/pod/util.go IsPodAvailable. Example: ready since :10, minReadySeconds 5: available after :15.
 */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  if ((pod.metadata.deletionTimestamp ?? undefined) !== undefined) return false;
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  const sinceMs = parseTime(ready.lastTransitionTime ?? '');
  return sinceMs !== undefined && sinceMs + minReadySeconds * 1000 < nowMs;
}
