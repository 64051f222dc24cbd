import { own } from '../text/own.ts';

/** Whether two JSON values are equal; the same reference is, without a look inside. Absent and undefined are one. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index += 1) if (!deepEqual(a[index], b[index])) return false;
    return true;
  }
  return !Array.isArray(b) && isRecord(a) && isRecord(b) && equalFields(a, b);
}

function isRecord(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value);
}

function equalFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  let present = 0;
  for (const key of Object.keys(b)) {
    const value = b[key];
    if (value === undefined) continue;
    if (!deepEqual(own(a, key), value)) return false;
    present += 1;
  }
  for (const key of Object.keys(a)) if (a[key] !== undefined) present -= 1;
  return present === 0;
}
