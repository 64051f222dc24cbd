import { parseDurationMs } from '../api/durations.ts';
import { parseTime } from '../api/times.ts';
import type { WorldRules } from '../world/world.ts';

/** How time and queues behave in a rehearsal, as in a real cluster: client-go's back-off from 1 ms to 10 s, informers that resync. */
export const REHEARSAL_RULES: WorldRules = {
  resolutionMs: 100,
  offsetMs: 1,
  retryDelaysMs: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 10_000],
  resyncPeriodMs: 15 * 60_000,
  resync: true,
  retriesNotFound: false,
  podDeletion: 'kubernetes',
  workloads: 'kubernetes',
  admission: 'kubernetes',
  defaults: 'kubernetes',
  spinDelayMs: 1000,
};

/** 2026-01-01T00:00:00Z. */
export const DEFAULT_EPOCH_MS = 1_767_225_600_000;
export const DEFAULT_LIMIT_MS = 24 * 3_600_000;
export const DEFAULT_READY_MS = 2000;
export const DEFAULT_NAMESPACE = 'default';

/** Milliseconds of a duration that the schema has checked. */
export function checkedDurationMs(text: string): number {
  return parseDurationMs(text) ?? 0;
}

/** Epoch milliseconds of a time that the schema has checked. */
export function checkedTimeMs(text: string): number {
  return parseTime(text) ?? DEFAULT_EPOCH_MS;
}

/** The limit of a run; an end that the command line asks for raises it. */
export function limitFor(asked: 'settled' | { readonly ms: number } | undefined, limitMs: number): number {
  return asked === undefined || asked === 'settled' ? limitMs : Math.max(limitMs, asked.ms);
}
