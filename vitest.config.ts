import { defineConfig } from 'vitest/config';

/** Tests against the source of the reference, which is not part of this repository: `REFERENCE=FOLDER npx vitest run`. */
const reference = {
  test: { name: 'reference', include: ['test/reference/**/*.test.ts'], testTimeout: 60_000 },
};

/** Simulated rooms keep no state between runs, so test files share one load of the engine: half the processor time of a module graph each. */
const shared = { isolate: false, pool: 'threads' } as const;

export default defineConfig({
  test: {
    projects: [
      ...(process.env['REFERENCE'] === undefined ? [] : [reference]),
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/conformance/**', 'test/cli/**', 'test/pages/**', 'test/reference/**', 'test/swarm/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: { ...shared, name: 'conformance', include: ['test/conformance/**/*.test.ts'], testTimeout: 120_000 },
      },
      { test: { ...shared, name: 'swarm', include: ['test/swarm/**/*.test.ts'] } },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          globalSetup: 'test/cli/build.ts',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['test/pages/**/*.test.ts'],
          globalSetup: 'test/cli/build.ts',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
