const DECIMAL = /^[+-]?\d+$/;
const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

/** A whole number as Go's strconv reads it from annotations and status fields; undefined if the text is none. */
export function parseInteger(text: string | undefined): number | undefined {
  return text !== undefined && DECIMAL.test(text) ? Number(text) + 0 : undefined;
}

/** The same, of 32 bits: counts of pods, generations of workloads. Source: strconv.ParseInt(text, 10, 32). */
export function parseInt32(text: string | undefined): number | undefined {
  const value = parseInteger(text);
  return value === undefined || value < INT32_MIN || value > INT32_MAX ? undefined : value;
}
