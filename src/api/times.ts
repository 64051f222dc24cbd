import { civilFromDays, daysFromCivil } from '../kernel/calendar.ts';

/**
 * RFC 3339 times of the API by integer arithmetic: objects keep whole seconds, truncated, as metav1.Time does.
 * Civil dates follow the proleptic Gregorian calendar (days counted from 1970-01-01).
 */

const MS_PER_DAY = 86_400_000;

const formatted = new Map<number, string>();
const parsed = new Map<string, number>();
/** Bounds the memory of the two caches; a run touches far fewer seconds. */
const CACHE_LIMIT = 200_000;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function formatSeconds(epochSeconds: number): string {
  const days = Math.floor(epochSeconds / 86_400);
  const ofDay = epochSeconds - days * 86_400;
  const { year, month, day } = civilFromDays(days);
  const clock = `${pad(Math.floor(ofDay / 3600), 2)}:${pad(Math.floor(ofDay / 60) % 60, 2)}:${pad(ofDay % 60, 2)}`;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}Z`;
}

/** `2026-01-01T00:00:02Z` for epoch milliseconds; fractions of a second are cut off. */
export function formatTime(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000);
  const known = formatted.get(seconds);
  if (known !== undefined) return known;
  const text = formatSeconds(seconds);
  if (formatted.size < CACHE_LIMIT) formatted.set(seconds, text);
  return text;
}

/**
 * The same with milliseconds, as Go's RFC3339Nano has them: `2026-01-01T00:00:02.001Z`, `…02.5Z`, `…02Z`. For times that are reckoned with
 * before they are stored. Storing an object cuts the fraction.
 */
export function formatPreciseTime(epochMs: number): string {
  const fractionMs = epochMs - Math.floor(epochMs / 1000) * 1000;
  const whole = formatTime(epochMs);
  return fractionMs === 0 ? whole : `${whole.slice(0, -1)}.${pad(fractionMs, 3).replace(/0+$/, '')}Z`;
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

function parseText(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const days = daysFromCivil(year, month, day);
  const back = civilFromDays(days);
  if (back.month !== month || back.day !== day) return undefined;
  const offsetMs = (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10)) * 60_000;
  const fractionMs = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return days * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs - offsetMs;
}

/** Epoch milliseconds of an RFC 3339 time, or undefined if the text is none. */
export function parseTime(text: string): number | undefined {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const epochMs = parseText(text);
  if (epochMs !== undefined && parsed.size < CACHE_LIMIT) parsed.set(text, epochMs);
  return epochMs;
}
