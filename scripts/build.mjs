import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Bundles the command line into dist/. What a command needs is a chunk of its own and loaded when it is called; charts come from the packages. */
rmSync('dist/chunks', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  external: ['vega', 'vega-lite', 'vega-interpreter'],
  banner: { js: requireForBundledCommonJs() },
});

/** Bundled CommonJS packages call require for Node's own modules; an ES module has none by itself. */
function requireForBundledCommonJs() {
  return "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);";
}
