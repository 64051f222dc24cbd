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
  if (browser === undefined) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && request.url() !== pathToFileURL(file).href)
      complaints.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints };
}

const FILE = `${ROOT}reports/getting-started/index.html`;

function viewAt(time: string): string {
  return cli(['get', 'rollout', 'rollouts-demo', '--at', time, 'scenarios/getting-started']).stdout;
}

describe.skipIf(executablePath === undefined)('the page of getting-started', () => {
  test('loads nothing and breaks no policy', async () => {
    const { page, complaints } = await visit(FILE);
    expect(await page.title()).toBe('getting-started · Rehearse');
    expect(await page.evaluate("document.querySelector('.plot img').naturalWidth")).toBeGreaterThan(800);
    expect(complaints).toEqual([]);
  });

  test('leads with the verdict', async () => {
    const { page } = await visit(FILE);
    expect(await page.locator('.verdict').allInnerTexts()).toContainEqual(expect.stringContaining('✔ Healthy'));
  });

  test('shows the plugin view of the moment that is chosen', async () => {
    const { page } = await visit(FILE);
    const view = page.locator('.view');
    await page.locator('.time[data-at="22000"]').click();
    expect(await page.locator('#clock').innerText()).toBe('22s');
    expect(await view.textContent()).toBe(viewAt('22s'));
    await page.locator('#on').click();
    expect(await page.locator('#clock').innerText()).toBe('30s');
    expect(await view.textContent()).toBe(viewAt('30s'));
    await page.locator('#back').click();
    await page.locator('#back').click();
    expect(await page.locator('#clock').innerText()).toBe('20s');
    await page.locator('#moment').focus();
    await page.keyboard.press('Home');
    expect(await view.textContent()).toBe(viewAt('0s'));
    expect(await page.locator('#back').isDisabled()).toBe(true);
  });

  test('chooses a moment by a click on the chart, and marks it there', async () => {
    const { page } = await visit(FILE);
    const plot = page.locator('.plot');
    const box = await plot.boundingBox();
    if (box === null) throw new Error('the chart is not shown');
    await plot.click({ position: { x: box.width * 0.72, y: box.height / 2 } });
    expect(await page.locator('#caption').innerText()).toMatch(/abort|Degraded|stable 5 of 5/);
    const cursor = await page.locator('.cursor').boundingBox();
    expect((cursor?.x ?? 0) - box.x).toBeGreaterThan(box.width * 0.6);
    expect((cursor?.x ?? 0) - box.x).toBeLessThan(box.width * 0.73);
  });

  test('hides the reasons on demand', async () => {
    const { page } = await visit(FILE);
    const reasons = page.locator('.because');
    expect(await reasons.first().isVisible()).toBe(true);
    await page.locator('#show-because').uncheck();
    expect(await reasons.first().isVisible()).toBe(false);
  });

  test.each([
    [1000, 'light'],
    [1000, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('fits %i pixels, %s', async (width, colorScheme) => {
    const { page } = await visit(FILE, { width, colorScheme });
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
  expect(await page.locator('img').count()).toBe(1);
  expect(await page.locator('.updates').innerText()).toContain('<img src=x onerror=alert(1)>');
  expect(complaints).toEqual([]);
});
