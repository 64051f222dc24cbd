const DECIMAL = /^[+-]?\d+$/;
/** Counters of the reference are 32-bit or 64-bit integers; what does not fit 53 bits is no counter here. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** A whole number as Go's strconv reads it from annotations and status fields; undefined if the text is none. */
export function parseInteger(text: string | undefined): number | undefined {
  if (text === undefined || !DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= LARGEST ? value + 0 : undefined;
}
