import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../..');

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'scenarios/README.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The anchor that GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, '')
    .replaceAll(' ', '-');
}

function hasAnchor(path: string, anchor: string): boolean {
  return [...read(path).matchAll(/^#+ (.*)$/gm)].some(([, heading = '']) => anchorOf(heading) === anchor);
}

describe.each(pages)('%s', (page) => {
  test('its links lead somewhere', () => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const dead = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page : join(dirname(page), file);
      return !existsSync(join(ROOT, path)) || (anchor !== undefined && !hasAnchor(path, anchor));
    });
    expect(dead).toEqual([]);
  });

  test('the files that it names exist', () => {
    const named = [...read(page).matchAll(/`((?:src|test|scripts|schema)\/[\w./-]+)`/g)];
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

test('every page is linked from the README', () => {
  const readme = read('README.md');
  expect(pages.filter((page) => page !== 'README.md' && !readme.includes(`](${page})`))).toEqual([]);
});

test('scenarios/README.md has every scenario', () => {
  const entries = readdirSync(join(ROOT, 'scenarios'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const listed = [...read('scenarios/README.md').matchAll(/^\| \[([\w-]+)\]\(\1\/scenario\.yaml\)/gm)];
  expect(listed.map(([, name]) => name).sort()).toEqual(folders.sort());
});

test('the table of rooms says what npm run rooms checks', async () => {
  const config: string = join(ROOT, '.dependency-cruiser.mjs');
  const { rooms } = z.object({ rooms: z.record(z.string(), z.array(z.string())) }).parse(await import(config));
  const rows = [...read('docs/architecture.md').matchAll(/^\| `(\w+)\/` \| .* \| (.*) \|$/gm)];
  const names = rows.map(([, room = '']) => room);
  expect(names.toSorted()).toEqual([...Object.keys(rooms), 'cli'].toSorted());
  for (const [index, [, room = '', imports = '']] of rows.entries()) {
    if (imports === 'everything') continue;
    const said =
      imports === 'all above'
        ? names.slice(0, index).filter((name) => name !== 'text')
        : [...imports.matchAll(/`(\w+)`/g)].map(([, one]) => one);
    expect({ room, imports: said.toSorted() }).toEqual({ room, imports: (rooms[room] ?? []).toSorted() });
  }
});
