import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load } from '../../src/session/load.ts';
import { rehearse } from '../../src/session/run.ts';
import { timelineLines } from '../../src/timeline/json-lines.ts';
import { memoryFiles } from '../../src/web/playground/memory-files.ts';
import { ROOT } from '../cli/cli.ts';
import { findBrowser } from './browser.ts';

const executablePath = findBrowser();
const FILE = `${ROOT}dist/playground/index.html`;

let browser: Browser | undefined;

beforeAll(async () => {
  if (executablePath === undefined) return;
  execFileSync(process.execPath, ['scripts/run-typescript.mjs', 'scripts/playground.ts'], { cwd: ROOT });
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  browser = await chromium.launch({ executablePath, args });
}, 60_000);

afterAll(async () => browser?.close());

async function open(hash: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && url.split('#')[0] !== pathToFileURL(FILE).href) complaints.push(url);
  });
  await page.goto(`${pathToFileURL(FILE).href}#${hash}`);
  await page.locator('.lanes').waitFor({ timeout: 30_000 });
  return { page, complaints };
}

/** The files of a scenario, as the playground has them. */
function filesOf(scenario: string): ReadonlyMap<string, string> {
  const folder = `${ROOT}scenarios/${scenario}`;
  const names = readdirSync(folder).filter((name) => !name.endsWith('.md'));
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}

describe.skipIf(executablePath === undefined)('the playground', () => {
  test('runs from the disk, loads nothing, breaks no policy; a slider makes the run again and compares', async () => {
    const { page, complaints } = await open('bad-canary');
    const slider = page.locator('.knobs label', { hasText: 'errors of shop:v2' }).locator('input');
    await slider.fill('0.3');
    await page.locator('.figures').waitFor({ timeout: 30_000 });
    expect(await page.locator('.choices [aria-pressed=true]').innerText()).toBe('A and B');
    expect(await page.locator('.figures').innerText()).toMatch(/Aborted at\n3m40s → \d+m/);
    expect(complaints).toEqual([]);
  }, 60_000);

  test('carries out a command at the playhead', async () => {
    const { page } = await open('getting-started');
    await page.locator('.lanes').focus();
    await page.locator('#moment').fill('42000');
    await page.getByLabel('Command at the playhead').fill('kubectl argo rollouts abort rollouts-demo');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.figures').waitFor({ timeout: 30_000 });
    await page.getByRole('tab', { name: 'scenario.yaml' }).click();
    expect(await page.locator('.editor .cm-content').innerText()).toContain('argo rollouts abort rollouts-demo');
  }, 60_000);

  test('takes what is typed, and shows what is wrong at its place', async () => {
    const { page } = await open('getting-started');
    await page.locator('.editor .cm-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('a: b: c jkw 0\n', { delay: 5 });
    expect(await page.locator('.editor .cm-line').first().innerText()).toBe('a: b: c jkw 0');
    await page.locator('.problems').waitFor({ timeout: 30_000 });
    expect(await page.locator('.problems').innerText()).toMatch(/rollout\.yaml:\d+:\d+/);
  }, 60_000);

  test('gives the same bytes as Node, for every scenario', async () => {
    const { page } = await open('getting-started');
    for (const scenario of readdirSync(`${ROOT}scenarios`)) {
      if (scenario.includes('.')) continue;
      const files = filesOf(scenario);
      const { rehearsal } = load(memoryFiles(files), ['.'], {});
      if (rehearsal === undefined) throw new Error(`${scenario} does not load`);
      const expected = [...timelineLines(rehearse(rehearsal), { rows: true })].join('');
      const lines = await page.evaluate(
        `new Promise((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob([document.getElementById('engine').textContent])));
          worker.onmessage = ({ data }) => (worker.terminate(), data.fault ? reject(new Error(data.fault)) : resolve(data.lines));
          worker.postMessage({ id: 1, files: ${JSON.stringify(Object.fromEntries(files))} });
        })`,
      );
      expect(lines === expected, scenario).toBe(true);
    }
  }, 180_000);
});
