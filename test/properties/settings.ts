/** How much is tried: `PROPERTY_RUNS=5000 PROPERTY_SEED=7 npx vitest run test/properties` tries more, and other things. */
export const SETTINGS = {
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40),
  seed: Number(process.env['PROPERTY_SEED'] ?? 1),
};

export const TIMEOUT_MS = Math.max(30_000, SETTINGS.numRuns * 400);
