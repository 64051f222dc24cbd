import type { Application, SyncWindow } from '../application.ts';
import { readGoDuration } from '../../durations.ts';
import { nextTime, parseCron } from './cron.ts';
import { globMatches } from './glob.ts';

/** Whether a sync may happen; `error` if a window cannot be read (then none may). */
export interface SyncPermit {
  readonly allowed: boolean;
  readonly error?: string;
}

/** A window with a schedule that cannot be read. */
class WindowError extends Error {}

/**
 * The windows that concern an Application, by its name, cluster, or namespace: one of them is enough, all that are named with `andOperator`.
 *
 * Source: types.go SyncWindows.Matches
 */
export function matchingWindows(windows: readonly SyncWindow[], app: Application): readonly SyncWindow[] {
  const { name = '', server = '', namespace = '' } = app.spec.destination;
  const clusters = [name, server].filter((text) => text !== '');
  return windows.filter((window) => {
    const tests = [
      { patterns: window.applications ?? [], values: [app.metadata.name ?? ''] },
      { patterns: window.clusters ?? [], values: clusters },
      { patterns: window.namespaces ?? [], values: [namespace] },
    ].filter(({ patterns }) => patterns.length > 0);
    const hits = tests.map(({ patterns, values }) =>
      patterns.some((pattern) => values.some((value) => globMatches(pattern, value))),
    );
    return window.andOperator === true ? hits.length > 0 && hits.every(Boolean) : hits.some(Boolean);
  });
}

/**
 * Whether a sync may happen now: not in an active deny window, and if there are allow windows only in an active one. `manualSync` lets people sync
 * all the same; `syncOverrun` lets a sync go on that was allowed when it started.
 *
 * Source: types.go SyncWindows.CanSync
 */
export function canSync(
  windows: readonly SyncWindow[],
  isManual: boolean,
  nowMs: number,
  startedMs?: number,
): SyncPermit {
  if (windows.length === 0) return { allowed: true };
  try {
    const barriers = barriersAt(windows, nowMs);
    if (barriers.length === 0) return { allowed: true };
    if (isManual && barriers.every(({ manualSync }) => manualSync === true)) return { allowed: true };
    if (startedMs === undefined || !barriers.every(({ syncOverrun }) => syncOverrun === true))
      return { allowed: false };
    const then = barriersAt(windows, startedMs);
    return { allowed: then.length === 0 || (isManual && then.every(({ manualSync }) => manualSync === true)) };
  } catch (error) {
    if (error instanceof WindowError) return { allowed: false, error: `invalid sync windows: ${error.message}` };
    throw error;
  }
}

/** The windows that stand in the way: active deny windows, else the allow windows when none of them is active. */
function barriersAt(windows: readonly SyncWindow[], timeMs: number): readonly SyncWindow[] {
  const active = windows.filter((window) => isActive(window, timeMs));
  const deny = active.filter(({ kind }) => kind === 'deny');
  if (deny.length > 0) return deny;
  return active.some(({ kind }) => kind === 'allow') ? [] : windows.filter(({ kind }) => kind === 'allow');
}

/**
 * Whether a window is open: it began less than its duration ago. A window `0 22 * * *` of 1h is open from right after 22:00 until just before 23:00. A
 * schedule that never comes, such as `0 0 31 4 *`, is always open: its next time is Go's zero time, which is in the past.
 *
 * Source: types.go SyncWindow.active
 */
export function isActive({ schedule = '', duration = '', timeZone = '' }: SyncWindow, timeMs: number): boolean {
  const cron = parseCron(schedule);
  if (cron.error !== undefined) throw new WindowError(`cannot parse schedule '${schedule}': ${cron.error}`);
  const length = readGoDuration(duration);
  if (length.error !== undefined) throw new WindowError(`cannot parse duration '${duration}': ${length.error}`);
  const localMs = timeMs + offsetOf(timeZone);
  const nextMs = nextTime(cron.schedule, localMs - Number(length.nanos / 1_000_000n));
  return nextMs === undefined || nextMs < localMs;
}

/** Zones of a fixed offset; a zone with a history would need the time zone database, and counts as UTC. */
function offsetOf(timeZone: string): number {
  const fixed = /^Etc\/GMT([+-])(\d{1,2})$/.exec(timeZone);
  if (fixed === null) return 0;
  const hours = Number(fixed[2]) * (fixed[1] === '+' ? -1 : 1);
  return hours * 3_600_000;
}

/** Whether the offset of a zone is known here. */
export function isKnownTimeZone(timeZone: string): boolean {
  return ['', 'UTC', 'GMT', 'Etc/UTC', 'Etc/GMT'].includes(timeZone) || /^Etc\/GMT[+-]\d{1,2}$/.test(timeZone);
}
