import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, ROOT, temporaryFolder } from '../cli/cli.ts';
import { findBrowser } from './browser.ts';

const executablePath = findBrowser();

interface Visit {
  readonly page: Page;
  /** Everything that the browser complains of, and every request that leaves the page. */
  readonly complaints: string[];
}

let browser: Browser | undefined;

beforeAll(async () => {
  if (executablePath === undefined) return;
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  browser = await chromium.launch({ executablePath, args });
});

afterAll(async () => browser?.close());

/** Opens a page from the disk, as somebody does who got it by mail. */
async function visit(file: string, options: { width?: number; colorScheme?: 'light' | 'dark' } = {}): Promise<Visit> {
  const { width = 1000, colorScheme = 'light' } = options;
  const [path = '', hash] = file.split('#');
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && request.url().split('#')[0] !== pathToFileURL(path).href)
      complaints.push(request.url());
  });
  await page.goto(pathToFileURL(path).href + (hash === undefined ? '' : `#${hash}`));
  return { page, complaints };
}

const FILE = `${ROOT}reports/getting-started/index.html`;

function viewAt(time: string): string {
  return cli(['get', 'rollout', 'rollouts-demo', '--at', time, 'scenarios/getting-started']).stdout;
}

/** What the lanes show at the playhead, lane by lane. */
async function valuesOf(page: Page): Promise<Record<string, string>> {
  const names = await page.locator('.lane .name').allInnerTexts();
  return Object.fromEntries(names.map((text) => [text.split('\n')[0] ?? '', text.split('\n')[1] ?? '']));
}

describe.skipIf(executablePath === undefined)('the page of getting-started', () => {
  test('loads nothing, breaks no policy, and opens at the worst moment', async () => {
    const { page, complaints } = await visit(FILE);
    await page.locator('.lanes').waitFor();
    expect(await page.title()).toBe('getting-started · Rehearse');
    expect(await page.locator('.head').innerText()).toBe('3m10s');
    expect(await page.locator('.chips').innerText()).toContain('Aborted at 3m10s');
    expect(complaints).toEqual([]);
  });

  test('everything follows the clock', async () => {
    const { page } = await visit(`${FILE}#42s`);
    expect(await valuesOf(page)).toMatchObject({ Step: '1 of 8 done', Pods: '5 of 5 ready', Phase: 'Paused' });
    expect(await page.locator('.steps [aria-current=step]').innerText()).toContain('pause until promoted');
    expect(await page.locator('.pod.ready').count()).toBe(5);
    expect(await page.locator('.moment').first().innerText()).toContain('one yellow pod waits for a person');
    await page.getByRole('tab', { name: 'kubectl' }).click();
    expect(await page.locator('#pane pre').textContent()).toBe(
      viewAt('42s').replaceAll('॥', '‖').replaceAll('⟳', '↻').replaceAll('⧉', '❐'),
    );
    await page.getByRole('tab', { name: 'Object' }).click();
    await page.locator('select').selectOption('Rollout default/rollouts-demo');
    expect(await page.locator('#pane pre').innerText()).toContain('currentStepIndex: 1');
    expect(await page.locator('#pane mark').count()).toBeGreaterThan(0);
  });

  test('moves by keys, and the address follows', async () => {
    const { page } = await visit(`${FILE}#22s`);
    await page.locator('.lanes').waitFor();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.head').innerText()).toBe('23s');
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await page.locator('.head').innerText()).toBe('8s');
    await page.keyboard.press('j');
    expect(await page.locator('.head').innerText()).toBe('20s');
    await expect.poll(() => page.url().split('#')[1]).toBe('20s');
    await page.keyboard.press('w');
    expect(await page.locator('.head').innerText()).toBe('3m10s');
  });

  test('moves by a drag over the lanes, and zooms by a drag over the axis', async () => {
    const { page } = await visit(FILE);
    const box = await page.locator('.axis').boundingBox();
    if (box === null) throw new Error('the axis is not shown');
    await page.mouse.move(box.x + box.width / 2, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 4, box.y + 100);
    await page.mouse.up();
    const seconds = Number(await page.evaluate("document.getElementById('moment').value")) / 1000;
    const end = Number(await page.evaluate("document.getElementById('moment').max")) / 1000;
    expect(seconds / end).toBeCloseTo(0.25, 1);
    await page.mouse.move(box.x + box.width / 4, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 10);
    await page.mouse.up();
    const zoomed = await page.evaluate(
      "Number(document.getElementById('moment').max) - Number(document.getElementById('moment').min)",
    );
    expect(Number(zoomed) / 1000 / end).toBeCloseTo(0.25, 1);
    await page.locator('#whole').click();
    expect(Number(await page.evaluate("document.getElementById('moment').max")) / 1000).toBe(end);
  });

  test.each(['light', 'dark'] as const)('has no violation that axe finds, %s', async (colorScheme) => {
    const { page } = await visit(FILE, { width: 1400, colorScheme });
    await page.locator('.lanes').waitFor();
    // The policy of the page forbids other scripts; evaluate is not bound by it.
    await page.evaluate(readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, 'utf8'));
    const violations = await page.evaluate<string[]>(
      "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' ' + node.html)))",
    );
    expect(violations).toEqual([]);
  });

  test('can be read without scripts', async () => {
    if (browser === undefined) throw new Error('no browser');
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(pathToFileURL(FILE).href);
    expect(await page.locator('svg.chart').count()).toBe(1);
    expect(await page.locator('h1').innerText()).toBe('The first rollout');
  });

  test.each([
    [1000, 'light'],
    [1000, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('fits %i pixels, %s', async (width, colorScheme) => {
    const { page } = await visit(FILE, { width, colorScheme });
    await page.locator('.lanes').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const lightness = await page.evaluate<number>(
      'Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0])',
    );
    expect(lightness < 128).toBe(colorScheme === 'dark');
  });
});

test.skipIf(executablePath === undefined)('names of a scenario are text, not markup', async () => {
  const folder = temporaryFolder();
  const manifest = readFileSync(`${ROOT}scenarios/getting-started/rollout.yaml`, 'utf8');
  const input = manifest.replace('argoproj/rollouts-demo:blue', '"<img src=x onerror=alert(1)>"');
  const { status } = cli(['run', '-', '--until', '10s', '--promote', 'never', '--reports', folder], { input });
  expect(status).toBe(0);
  const { page, complaints } = await visit(`${folder}/rollouts-demo/index.html`);
  await page.locator('.lanes').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  await page.getByRole('tab', { name: 'Object' }).click();
  await page.locator('select').selectOption('Rollout default/rollouts-demo');
  expect(await page.locator('#pane pre').innerText()).toContain('<img src=x onerror=alert(1)>');
  expect(complaints).toEqual([]);
});
