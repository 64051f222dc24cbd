import type { RetryStrategy } from '../../api/argocd/application.ts';
import { parseDurationMs } from '../../api/durations.ts';

const SELF_HEAL_BASE_MS = 2000;
const SELF_HEAL_FACTOR = 3;
const SELF_HEAL_CAP_MS = 300_000;

/**
 * How long self-heal waits after the last operation before it heals the same revision again, by how often it has: at once, then 2 s, 6 s, 18 s, 54 s,
 * 162 s, and 300 s from then on. A new revision starts from the beginning.
 *
 * Source: controller/appcontroller.go selfHealRemainingBackoff; k8s.io/apimachinery/pkg/util/wait/backoff.go Step
 */
export function selfHealDelayMs(attempts: number): number {
  if (attempts < 1) return 0;
  let delayMs = SELF_HEAL_BASE_MS;
  for (let step = 1; step < attempts && delayMs < SELF_HEAL_CAP_MS; step += 1) delayMs *= SELF_HEAL_FACTOR;
  return Math.min(delayMs, SELF_HEAL_CAP_MS);
}

const RETRY_MS = 5000;
const RETRY_FACTOR = 2;
const RETRY_MAX_MS = 180_000;

/** A bare number means seconds. Source: types.go parseStringToDuration */
function backoffMs(text: string | undefined, otherwiseMs: number): number {
  if (text === undefined || text === '') return otherwiseMs;
  return /^\d+$/.test(text) ? Number(text) * 1000 : (parseDurationMs(text) ?? otherwiseMs);
}

/**
 * How long a failed sync waits before it is tried again: the duration times the factor for each try before, at most the maximum. With the defaults
 * 5 s, 10 s, 20 s, 40 s, 80 s, 160 s, then 180 s.
 *
 * Source: types.go RetryStrategy.NextRetryAt
 */
export function retryDelayMs({ backoff }: RetryStrategy, retries: number): number {
  const maxMs = backoffMs(backoff?.maxDuration, RETRY_MAX_MS);
  const factor = backoff?.factor ?? RETRY_FACTOR;
  let delayMs = backoffMs(backoff?.duration, RETRY_MS);
  for (let count = 0; count < retries && (maxMs <= 0 || delayMs < maxMs); count += 1) delayMs *= factor;
  return maxMs > 0 ? Math.min(delayMs, maxMs) : delayMs;
}
