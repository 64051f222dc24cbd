import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliEnvironment, ROOT, temporaryFolder } from './cli.ts';

const MANIFEST = join(ROOT, 'scenarios/getting-started/rollout.yaml');

/** Runs npm with the settings of this machine, from its cache where it can. */
function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', [...args, '--prefer-offline', '--no-audit', '--no-fund', '--silent'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

test('the packed package installs into an empty folder, runs there under both names, and is removed whole', () => {
  const packed = temporaryFolder();
  npm(['pack', '--pack-destination', packed], ROOT);
  const [tarball = ''] = readdirSync(packed);
  expect(tarball).toMatch(/^rollout-rehearsal-.*\.tgz$/);

  const home = temporaryFolder();
  npm(['install', '--global', '--prefix', home, join(packed, tarball)], home);
  expect(readdirSync(join(home, 'bin')).sort()).toEqual(['kubectl-rehearse', 'rehearse']);

  const work = temporaryFolder();
  for (const name of ['rehearse', 'kubectl-rehearse']) {
    const args = [
      MANIFEST,
      '--set-image',
      'rollouts-demo=argoproj/rollouts-demo:yellow',
      '--reports',
      join(work, name),
    ];
    const { status, stdout, stderr } = spawnSync(join(home, 'bin', name), args, {
      cwd: work,
      env: cliEnvironment(),
      encoding: 'utf8',
    });
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: expect.not.stringContaining('Error') });
    expect(readdirSync(join(work, name), { recursive: true }).join('\n')).toContain('index.html');
  }
  const installed = join(home, 'lib/node_modules/rollout-rehearsal');
  const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['commander', 'seedrandom', 'yaml', 'zod']) expect(notices).toContain(`\n${name} `);

  npm(['uninstall', '--global', '--prefix', home, 'rollout-rehearsal'], home);
  expect(readdirSync(join(home, 'bin'))).toEqual([]);
});
