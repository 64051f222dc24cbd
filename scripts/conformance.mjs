// Bundles the runner of recordings and its worker into a temporary folder, and runs it: no build step is needed.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
// Beside node_modules, so that what stays outside the bundle is found.
const folder = mkdtempSync(join(root.pathname, 'node_modules', '.conformance-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
await build({
  absWorkingDir: root.pathname,
  entryPoints: ['scripts/conformance/main.ts', 'scripts/conformance/worker.ts'],
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  outExtension: { '.js': '.mjs' },
  outdir: folder,
  logLevel: 'error',
});
// Somebody who reads only the head of the report closes the pipe.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 1 : 2));
const { main } = await import(pathToFileURL(join(folder, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), pathToFileURL(join(folder, 'worker.mjs')));
