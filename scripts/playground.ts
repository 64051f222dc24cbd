// Builds the playground, a static site that also works from the disk: dist/playground/index.html.
// usage: node scripts/run-typescript.mjs scripts/playground.ts [--open]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { marked } from 'marked';
import { parse } from 'yaml';
import { BOOTSTRAP, packedScript } from '../src/report/html/bootstrap.ts';
import { escapeHtml } from '../src/report/html/escape.ts';
import { contentSecurityPolicy } from '../src/report/html/policy.ts';

const FOLDER = 'dist/playground';

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  return outputFiles[0]?.text ?? '';
}

/** The files of a folder that are not folders themselves, by name. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.md'),
  );
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function titleOf(scenario: string | undefined, fallback: string): string {
  const document: unknown = scenario === undefined ? undefined : parse(scenario);
  if (typeof document !== 'object' || document === null || !('metadata' in document)) return fallback;
  const { metadata } = document;
  return typeof metadata === 'object' && metadata !== null && 'title' in metadata ? String(metadata.title) : fallback;
}

async function catalogue(): Promise<readonly object[]> {
  const entries: object[] = [];
  for (const id of existsSync('lessons') ? readdirSync('lessons').sort() : []) {
    const folder = join('lessons', id);
    if (!existsSync(join(folder, 'README.md'))) continue;
    const text = readFileSync(join(folder, 'README.md'), 'utf8');
    const title = /^# (.+)$/m.exec(text)?.[1] ?? id;
    entries.push({ id, title, html: await marked.parse(text), files: filesIn(folder) });
  }
  for (const id of readdirSync('scenarios').sort()) {
    if (!existsSync(join('scenarios', id, 'scenario.yaml'))) continue;
    const files = filesIn(join('scenarios', id));
    entries.push({ id, title: titleOf(files['scenario.yaml'], id), files });
  }
  return entries;
}

const program = await bundled('src/web/playground/main.tsx');
const engine = await bundled('src/web/playground/engine-worker.ts');
const { outputFiles: styles } = await build({ entryPoints: ['src/web/style.css'], minify: true, write: false });
const style = (styles[0]?.text ?? '').trim();
const policy = contentSecurityPolicy([style], [BOOTSTRAP, program], 'worker-src blob:');
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Playground · Rehearse</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="app"><p class="static pad">The playground needs JavaScript: it runs the controllers in your browser.</p></div>
${packedScript('catalogue', 'application/json', JSON.stringify(await catalogue()))}
${packedScript('engine', 'text/plain', engine)}
${packedScript('program', 'text/javascript', program)}
<script>${BOOTSTRAP}</script>
</body>
</html>
`;
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, 'index.html'), html);
const path = resolve(FOLDER, 'index.html');
console.log(`${path} (${Math.round(html.length / 1024)} KB)`);
if (process.argv.includes('--open')) {
  const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  spawn(opener, [path], { stdio: 'ignore', detached: true })
    .on('error', () => console.log('Open it in a browser.'))
    .unref();
}
