import type { JsonObject } from '../api/json.ts';

/** Whether a regular expression covers the whole of a value; one that is none matches nothing. */
export function matchesPattern(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return false;
  }
}

/** Whether a text meets a match of `exact`, `prefix` or `regex`; one without any asks only that there is a text. */
export function matchesText(match: JsonObject, value: string | undefined): boolean {
  if (value === undefined) return false;
  const { exact, prefix, regex } = match;
  if (typeof exact === 'string') return value === exact;
  if (typeof prefix === 'string') return value.startsWith(prefix);
  return typeof regex !== 'string' || matchesPattern(regex, value);
}

/** A header's value; names of headers are the same in upper and lower case. */
export function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(headers).find(([key]) => key.toLowerCase() === wanted)?.[1];
}
