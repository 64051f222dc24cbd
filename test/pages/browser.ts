import { existsSync } from 'node:fs';

/** Where Chromium or Chrome is usually found; CHROMIUM names another place. */
const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine. CI installs one and sets REQUIRE_BROWSER; elsewhere a machine may have none. */
export function findBrowser(): string | undefined {
  const found = PLACES.find((place) => place !== '' && existsSync(place));
  if (found === undefined && process.env['REQUIRE_BROWSER'] === '1') throw new Error('no Chromium is installed');
  if (found === undefined)
    console.warn('No Chromium on this machine: pages are not tested (name one with CHROMIUM=…).');
  return found;
}
