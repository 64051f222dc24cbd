// Bundles a TypeScript file into a temporary folder and runs it from the root of the project: no build step is needed.
// usage: node scripts/run-typescript.mjs FILE [ARGUMENTS…]
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file, ...args] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/run-typescript.mjs FILE [ARGUMENTS…]');
process.chdir(root);
// Beside the packages, so that what stays outside the bundle is found.
const folder = mkdtempSync(join(root, 'node_modules', '.run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: { script: file },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outExtension: { '.js': '.mjs' },
  outdir: folder,
  logLevel: 'error',
});
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(join(folder, 'script.mjs')).href);
