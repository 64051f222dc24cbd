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

/** A delay, or the error of a text that is not a duration. */
export type DelayResult =
  { readonly ms: number; readonly error?: undefined } | { readonly error: string; readonly ms?: undefined };

/** A bare number means seconds. Source: types.go parseStringToDuration */
function backoffMs(text: string | undefined, defaultMs: number): DelayResult {
  if (text === undefined || text === '') return { ms: defaultMs };
  if (/^[+-]?\d+$/.test(text)) return { ms: Number(text) * 1000 };
  const ms = parseDurationMs(text);
  return ms === undefined ? { error: `unable to parse ${text} as a duration` } : { ms };
}

/** The delay of an attempt that nobody can wait for: Go's longest duration, 292 years. */
const LONGEST_MS = 9_223_372_036_854;

/**
 * How long a failed sync waits before the next attempt: the duration times the factor to the power of the attempts so far, at most the maximum (a
 * maximum of 0 or less does not limit). With the defaults 5 s, 10 s, 20 s, 40 s, 80 s, 160 s, then 180 s. A duration that cannot be parsed is an error.
 *
 * Source: types.go RetryStrategy.NextRetryAt
 */
export function retryDelay({ backoff }: RetryStrategy, retries: number): DelayResult {
  const duration = backoffMs(backoff?.duration, RETRY_MS);
  if (duration.error !== undefined) return duration;
  const max = backoffMs(backoff?.maxDuration, RETRY_MAX_MS);
  if (max.error !== undefined) return max;
  const factor = backoff?.factor ?? RETRY_FACTOR;
  let delayMs = duration.ms;
  for (let count = 0; count < retries && Math.abs(delayMs) < LONGEST_MS; count += 1) delayMs *= factor;
  const ms = max.ms > 0 ? Math.min(delayMs, max.ms) : delayMs;
  // Adding 0 turns -0 (of a factor 0 and a negative duration) into 0.
  return { ms: Math.max(-LONGEST_MS, Math.min(ms, LONGEST_MS)) + 0 };
}
