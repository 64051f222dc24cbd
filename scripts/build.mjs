import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the command line into dist/. What a command needs is a chunk of its own and loaded when it is called; charts come from the packages. */
rmSync('dist/chunks', { recursive: true, force: true });
// The program of the pages, and its style: one file each, put into every page.
const page = await build({
  metafile: true,
  entryPoints: { page: 'src/web/main.tsx' },
  outdir: 'dist/web',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
});
await build({ entryPoints: { page: 'src/web/style.css' }, outdir: 'dist/web', minify: true });
const { metafile } = await build({
  metafile: true,
  entryPoints: { cli: 'src/cli/main.ts', worker: 'src/cli/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
  external: ['vega', 'vega-lite'],
  banner: { js: requireForBundledCommonJs() },
});

writeFileSync(
  'dist/THIRD-PARTY-NOTICES.txt',
  notices([...Object.keys(metafile.inputs), ...Object.keys(page.metafile.inputs)]),
);

/** Bundled CommonJS packages call require for Node's own modules; an ES module has none by itself. */
function requireForBundledCommonJs() {
  return "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);";
}

/** The licence of every package that the bundle contains: MIT, ISC and BSD ask for the text beside the code. */
function notices(inputs) {
  const folders = inputs.flatMap((input) => input.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`;
  });
  return `Rehearse bundles these packages:\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The text of a package's LICENSE file, or the last section of its README, where some packages keep it. */
function licenceText(folder) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const [, section] = readFileSync(join(folder, 'README.md'), 'utf8').match(/^(LICENSE[^]*)/m) ?? [];
  if (section === undefined) throw new Error(`${folder} has no licence text`);
  return section.trim();
}
