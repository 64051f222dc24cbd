import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWorld } from '../../src/simulation/run.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { hashedRuns, manyRollouts } from './hashed-runs.ts';

/** Beside the packages, so that what stays outside the bundle is found. */
const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.determinism-'));
const script = join(folder, 'hashes.mjs');

beforeAll(async () => {
  await build({
    stdin: {
      contents: "import { hashedRuns } from './hashed-runs.ts';\nprocess.stdout.write(hashedRuns().join('\\n'));",
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: script,
    logLevel: 'error',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hashesIn(environment: Readonly<Record<string, string>>): readonly string[] {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return execFileSync(process.execPath, [script], { env, encoding: 'utf8' }).split('\n');
}

describe('the same worlds', () => {
  const here = hashedRuns();

  it('differ from one another', () => expect(new Set(here.map((line) => line.split(' ')[1])).size).toBe(here.length));

  it.each([
    { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
    { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8', LC_ALL: 'sv_SE.UTF-8' },
  ])(
    'give the same bytes in another process with TZ=$TZ, LC_ALL=$LC_ALL',
    (environment) => {
      expect(hashesIn(environment)).toEqual(here);
    },
    60_000,
  );

  it('give the same bytes with their manifests in another order', () => {
    const [one, other] = [manyRollouts(false), manyRollouts(true)].map((world) => writeTimeline(runWorld(world)));
    expect(other).toBe(one);
  });
});
