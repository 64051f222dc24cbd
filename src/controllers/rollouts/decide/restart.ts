import type { Rollout } from '../../../api/shape/rollout.ts';
import { parseTime } from '../../../api/times.ts';

/** Whether spec.restartAt has come and has not been carried out. Source: utils/replicaset/replicaset.go NeedsRestart. */
export function needsRestart(rollout: Rollout, nowMs: number): boolean {
  const restartAtMs = parseTime(rollout.spec.restartAt ?? '');
  if (restartAtMs === undefined || restartAtMs === parseTime(rollout.status.restartedAt ?? '')) return false;
  return nowMs > restartAtMs;
}
