import { build } from 'esbuild';

/** Bundles the command line into dist/; heavy libraries stay apart and are loaded when a command needs them. */
await build({
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/cli.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: ['vega', 'vega-lite', 'vega-interpreter'],
  banner: { js: '#!/usr/bin/env node' },
});
