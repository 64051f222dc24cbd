import known from './known-differences.json' with { type: 'json' };

/**
 * What is known to differ from the recordings, and why: `table:NAME`, `group:NAME`, or `GROUP/CASE`. An entry that holds no more is an error, so
 * that the list only shrinks.
 */
export const knownDifferences: ReadonlyMap<string, string> = new Map(Object.entries(known));
