import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../cli/cli.ts';
import { findBrowser } from './browser.ts';

const executablePath = findBrowser();
let browser: Browser | undefined;

beforeAll(async () => {
  if (executablePath === undefined) return;
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  browser = await chromium.launch({ executablePath, args });
});

afterAll(async () => browser?.close());

describe.skipIf(executablePath === undefined)('the page of a comparison', () => {
  test.each([
    [1000, 'light'],
    [380, 'dark'],
  ] as const)(
    'leads with a verdict on each strategy and breaks no policy, %i wide and %s',
    async (width, colorScheme) => {
      if (browser === undefined) throw new Error('no browser');
      const folder = temporaryFolder();
      cli(['compare', 'scenarios/canary-nginx', '--reports', folder]);
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(pathToFileURL(`${folder}/canary-nginx/compare.html`).href);
      expect(await page.locator('.verdict').allInnerTexts()).toEqual([
        '✔ yours: canary, nginx all pods answer throughout',
        '▲ Deployment, rolling 1 pod short for 40s, at least 4 answer',
        '✖ Deployment, Recreate nobody answers for 20s',
        '✔ blue-green all pods answer throughout',
        '▲ canary by pods 1 pod short for 20s, at least 4 answer',
      ]);
      expect(await page.evaluate("document.querySelector('.plot img').naturalWidth")).toBeGreaterThan(800);
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      expect(await page.locator('.verdict').first().isVisible()).toBe(true);
      expect(complaints).toEqual([]);
    },
  );
});
