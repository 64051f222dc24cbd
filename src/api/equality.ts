/** Whether two JSON values are equal; the same reference is, without a look inside. Absent and undefined are one. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index += 1) if (!deepEqual(a[index], b[index])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  let shared = 0;
  for (const [key, value] of Object.entries(b)) {
    if (value === undefined) continue;
    if (!deepEqual(left.get(key), value)) return false;
    shared += 1;
  }
  let present = 0;
  for (const value of left.values()) if (value !== undefined) present += 1;
  return present === shared;
}
