import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Application, SyncWindow } from '../../../src/api/argocd/application.ts';
import { nextTime, parseCron, type Schedule } from '../../../src/api/argocd/windows/cron.ts';
import { globMatches } from '../../../src/api/argocd/windows/glob.ts';
import { canSync, isActive, matchingWindows } from '../../../src/api/argocd/windows/sync-windows.ts';
import { formatTime, parseTime } from '../../../src/api/times.ts';
import { retryDelay, selfHealDelayMs } from '../../../src/controllers/argocd/backoff.ts';

const at = (text: string): number => parseTime(`2026-${text}:00Z`) ?? NaN;

describe('waits', () => {
  // controller/appcontroller.go selfHealRemainingBackoff: 2 s, factor 3, cap 300 s, as wait.Backoff.Step has them.
  test('of self-heal', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map((attempts) => selfHealDelayMs(attempts) / 1000)).toEqual([
      0, 2, 6, 18, 54, 162, 300, 300, 300,
    ]);
  });

  // types.go RetryStrategy.NextRetryAt, with DefaultSyncRetryDuration 5 s, factor 2, maximum 3 min.
  test('of a sync that failed', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((retries) => (retryDelay({}, retries).ms ?? NaN) / 1000)).toEqual([
      5, 10, 20, 40, 80, 160, 180,
    ]);
    expect(retryDelay({ backoff: { duration: '1d' } }, 0)).toEqual({ error: 'unable to parse 1d as a duration' });
    const backoff = { duration: '10', factor: 3, maxDuration: '1m' };
    expect([0, 1, 2].map((retries) => (retryDelay({ backoff }, retries).ms ?? NaN) / 1000)).toEqual([10, 30, 60]);
  });

  test('never shrink', () => {
    fc.assert(
      fc.property(fc.nat(100), (count) => {
        expect(selfHealDelayMs(count + 1)).toBeGreaterThanOrEqual(selfHealDelayMs(count));
        expect(retryDelay({}, count + 1).ms).toBeGreaterThanOrEqual(retryDelay({}, count).ms ?? NaN);
      }),
    );
  });
});

describe('schedules', () => {
  const scheduleOf = (text: string): Schedule => {
    const { schedule, error } = parseCron(text);
    if (schedule === undefined) throw new Error(error);
    return schedule;
  };

  // github.com/robfig/cron/v3 spec.go: 2026-01-01 is a Thursday.
  test.each([
    ['0 22 * * *', '01-01T12:00', '2026-01-01T22:00:00Z'],
    ['0 22 * * *', '01-01T22:00', '2026-01-02T22:00:00Z'],
    ['*/15 * * * *', '01-01T12:01', '2026-01-01T12:15:00Z'],
    ['30 9 * * mon-fri', '01-02T10:00', '2026-01-05T09:30:00Z'],
    ['0 0 1 * *', '01-15T00:00', '2026-02-01T00:00:00Z'],
    ['0 0 31 * *', '02-01T00:00', '2026-03-31T00:00:00Z'],
    ['0 0 13 * 5', '01-01T00:00', '2026-01-02T00:00:00Z'],
    ['0 0 29 2 *', '01-01T00:00', '2028-02-29T00:00:00Z'],
    ['5/20 3 * jan,jul *', '02-01T00:00', '2026-07-01T03:05:00Z'],
  ])('%s after %s', (schedule, after, next) => {
    expect(formatTime(nextTime(scheduleOf(schedule), at(after)) ?? NaN)).toBe(next);
  });

  // github.com/robfig/cron/v3 parser.go, in its words.
  test.each([
    ['', 'empty spec string'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['* * * * * *', 'expected exactly 5 fields, found 6: [* * * * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ['@daily', 'parser does not accept descriptors: @daily'],
  ])('%s is not a valid schedule', (schedule, error) => {
    expect(parseCron(schedule)).toEqual({ error });
  });

  test('a day that never comes has no next time', () => {
    expect(nextTime(scheduleOf('0 0 31 2 *'), at('01-01T00:00'))).toBeUndefined();
  });

  test('the next time fits, and no minute before it does', () => {
    const field = (most: number, least = 0) =>
      fc.oneof(fc.constant('*'), fc.integer({ min: least, max: most }).map(String));
    fc.assert(
      fc.property(field(59), field(23), fc.integer({ min: 0, max: 40 * 24 * 60 }), (minute, hour, minutes) => {
        const afterMs = at('01-01T00:00') + minutes * 60_000;
        const next = nextTime(scheduleOf(`${minute} ${hour} * * *`), afterMs);
        if (next === undefined) throw new Error('no next time');
        const text = formatTime(next);
        if (hour !== '*') expect(Number(text.slice(11, 13))).toBe(Number(hour));
        if (minute !== '*') expect(Number(text.slice(14, 16))).toBe(Number(minute));
        expect(next).toBeGreaterThan(afterMs);
        expect(next - afterMs).toBeLessThanOrEqual(24 * 3_600_000);
      }),
      { numRuns: 50 },
    );
  });
});

describe('sync windows', () => {
  const window = (parts: Partial<SyncWindow>): SyncWindow => ({
    kind: 'allow',
    schedule: '0 22 * * *',
    duration: '1h',
    ...parts,
  });
  const noon = at('01-01T12:00');
  const night = at('01-01T22:30');

  test('are open right after their time, for their duration', () => {
    const open = (text: string): boolean => isActive(window({}), at(text));
    expect(['01-01T22:00', '01-01T22:01', '01-01T22:59', '01-01T23:00'].map(open)).toEqual([false, true, true, false]);
    expect(isActive(window({ timeZone: 'Etc/GMT-2' }), at('01-01T20:30'))).toBe(true);
  });

  // types.go SyncWindows.CanSync: [windows, by hand, now, started] and whether a sync may be.
  test.each<[string, readonly SyncWindow[], boolean, number, number | undefined, boolean]>([
    ['no window', [], false, noon, undefined, true],
    ['an allow window that is open', [window({})], false, night, undefined, true],
    ['an allow window that is closed', [window({})], false, noon, undefined, false],
    ['one of two allow windows', [window({}), window({ schedule: '0 12 * * *' })], false, night, undefined, true],
    ['a deny window that is open', [window({ kind: 'deny' })], false, night, undefined, false],
    ['a deny window that is closed', [window({ kind: 'deny' })], false, noon, undefined, true],
    ['a deny window beside an allow window', [window({}), window({ kind: 'deny' })], false, night, undefined, false],
    ['a deny window that lets people sync', [window({ kind: 'deny', manualSync: true })], true, night, undefined, true],
    ['the same, by itself', [window({ kind: 'deny', manualSync: true })], false, night, undefined, false],
    ['a closed allow window that lets people sync', [window({ manualSync: true })], true, noon, undefined, true],
    [
      'a sync that overruns into a deny window',
      [window({ kind: 'deny', syncOverrun: true })],
      false,
      night,
      noon,
      true,
    ],
    ['one that started in it', [window({ kind: 'deny', syncOverrun: true })], false, night, night - 60_000, false],
    ['a sync that overruns an allow window', [window({ syncOverrun: true })], false, at('01-01T23:10'), night, true],
    ['the same without syncOverrun', [window({})], false, at('01-01T23:10'), night, false],
  ])('%s', (_, windows, manual, nowMs, startedMs, allowed) => {
    expect(canSync(windows, manual, nowMs, startedMs)).toEqual({ allowed });
  });

  test('that cannot be read let nothing through', () => {
    const { allowed, error } = canSync([window({ schedule: 'at night' })], true, noon);
    expect([allowed, error]).toEqual([
      false,
      "invalid sync windows: cannot parse schedule 'at night': expected exactly 5 fields, found 2: [at night]",
    ]);
  });

  test('concern an Application by name, cluster or namespace; with andOperator by all that are said', () => {
    const app: Application = {
      metadata: { name: 'shop-eu' },
      spec: { project: 'default', destination: { server: 'https://a.example', namespace: 'shop' } },
    };
    const matches = (parts: Partial<SyncWindow>): boolean => matchingWindows([window(parts)], app).length === 1;
    expect(matches({ applications: ['shop-*'] })).toBe(true);
    expect(matches({ applications: ['cart'], namespaces: ['shop'] })).toBe(true);
    expect(matches({ applications: ['cart'], namespaces: ['shop'], andOperator: true })).toBe(false);
    expect(matches({ applications: ['*'], clusters: ['https://a.*'], namespaces: ['shop'], andOperator: true })).toBe(
      true,
    );
    expect(matches({})).toBe(false);
  });

  test('name Applications by patterns', () => {
    expect(globMatches('shop-{eu,us}', 'shop-us')).toBe(true);
    expect(globMatches('shop-[ab]?', 'shop-bx')).toBe(true);
    expect(globMatches('shop.eu', 'shopxeu')).toBe(false);
    expect(globMatches('shop-[!a-c]', 'shop-b')).toBe(false);
    expect(['[]', '[a', '[z-a]', '[a-c'].map((pattern) => globMatches(pattern, 'a'))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
