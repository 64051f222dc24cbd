import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageAssets } from '../report/html/page.ts';

/** Where the build puts the page's files, seen from the bundle, from one of its chunks, and from this file. */
const PLACES = ['./web/', '../web/', '../../dist/web/'];

/** The program and the style of pages, as `npm run build` made them. */
export function pageAssets(): PageAssets {
  for (const place of PLACES) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(`${folder}page.js`)) {
      return { program: readFileSync(`${folder}page.js`, 'utf8'), style: readFileSync(`${folder}page.css`, 'utf8') };
    }
  }
  throw new Error('the program of the pages is missing: run npm run build');
}
