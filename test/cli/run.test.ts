import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import { cli, expectGolden, ROOT, temporaryFolder } from './cli.ts';

const SCENARIO = 'scenarios/getting-started';
const MANIFEST = `${SCENARIO}/rollout.yaml`;
const GREEN = ['--set-image', 'rollouts-demo=argoproj/rollouts-demo:green'];

describe('run', () => {
  test('tells what happened, when, and because of which rule', () => {
    const { status, stdout, stderr } = cli(['run', SCENARIO, '--no-reports', '--verbose']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden('getting-started.txt', stdout);
  });

  test('tells it at one look unless asked for more', () => {
    const { status, stdout } = cli(['--width', '80', 'run', 'scenarios/bad-canary', '--no-reports']);
    expect(status).toBe(0);
    expect(stdout.split('\n').length).toBeLessThan(30);
    expectGolden('one-look.txt', stdout);
  });

  test('says only the result when it shall be quiet', () => {
    const { status, stdout } = cli(['run', SCENARIO, '--no-reports', '--quiet']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✔ rollouts-demo complete; at least 4 pods available\n/);
    expect(stdout.trimEnd().split('\n').length).toBeLessThan(4);
  });

  test('gives the timeline itself to machines', () => {
    const { stdout } = cli(['run', SCENARIO, '--no-reports', '--output', 'json']);
    const timeline = readTimeline(stdout);
    expect(timeline.header).toMatchObject({
      seed: 1,
      scenario: { name: 'getting-started' },
      totals: { ended: 'until' },
    });
    expect(timeline.entries.length).toBeGreaterThan(100);
  });

  test('takes another seed and another end', () => {
    const { stdout } = cli(['run', SCENARIO, '--no-reports', '--output', 'json', '--seed', '7', '--until', '30s']);
    expect(readTimeline(stdout).header).toMatchObject({ seed: 7, totals: { endMs: 30_000, ended: 'until' } });
  });

  test('writes reports where it is told to', () => {
    const folder = temporaryFolder();
    const { stdout } = cli(['run', SCENARIO, '--reports', folder]);
    const names = ['index.html', 'replicas.svg', 'replicas.vl.json', 'timeline.jsonl'];
    expect(readdirSync(`${folder}/getting-started`).sort()).toEqual(names);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('timeline.jsonl, replicas.vl.json, replicas.svg, index.html');
  });

  test('writes into reports/ unless told otherwise, and replaces what was there', () => {
    const folder = temporaryFolder();
    mkdirSync(`${folder}/reports/getting-started`, { recursive: true });
    writeFileSync(`${folder}/reports/getting-started/index.html`, 'old');
    cli(['run', `${ROOT}${SCENARIO}`, '--quiet'], { cwd: folder });
    expect(readdirSync(`${folder}/reports/getting-started`)).toHaveLength(4);
    expect(readFileSync(`${folder}/reports/getting-started/index.html`, 'utf8')).toContain('<!doctype html>');
  });

  test('says so when it cannot write, and leaves nothing half-written', () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/reports`, 'a file');
    const { status, stderr } = cli(['run', SCENARIO, '--reports', `${folder}/reports`]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: cannot write into .*reports\/getting-started/);
    expect(readdirSync(folder)).toEqual(['reports']);
  });
});

test('a broken expectation ends with 1 and tells when, how it was, and what came before', () => {
  const folder = temporaryFolder();
  const read = (name: string): string => readFileSync(`${ROOT}${SCENARIO}/${name}`, 'utf8');
  writeFileSync(`${folder}/rollout.yaml`, read('rollout.yaml'));
  const expectation = '    - always: stable.available >= 4\n      from: 10s\n      until: 90s\n';
  writeFileSync(
    `${folder}/scenario.yaml`,
    read('scenario.yaml').replace(/ {2}expect:\n[^]*/, `  expect:\n${expectation}`),
  );
  const { status, stdout, stderr } = cli(['run', folder, '--no-reports', '--verbose']);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toMatch(
    /1m0s +run +kubectl argo rollouts promote[^]*expect +✖ broken {2}always stable\.available >= 4/,
  );
  expect(stdout).toContain('broke at 1m0s: stable.available was 3');
  expect(stdout).toContain('before it: 1m0s ScalingReplicaSet');
  expect(stdout).toContain('expected  1 of 1 expectations broke');
});

describe('manifests alone', () => {
  test('are deployed, changed, promoted and told about, without the word run', () => {
    const { status, stdout, stderr } = cli([MANIFEST, ...GREEN, '--verbose']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden('manifest.txt', stdout);
  });

  test('write no files', () => {
    const folder = temporaryFolder();
    expect(cli([`${ROOT}${MANIFEST}`, ...GREEN], { cwd: folder }).status).toBe(0);
    expect(existsSync(`${folder}/reports`)).toBe(false);
  });

  test('may be several rollouts, each told apart', () => {
    const one = readFileSync(`${ROOT}${MANIFEST}`, 'utf8');
    const other = one.replace('name: rollouts-demo', 'name: rollouts-demo\n  namespace: other');
    const folder = temporaryFolder();
    const { status, stdout } = cli(['run', '-', ...GREEN, '-v', '--reports', folder], { input: `${one}---\n${other}` });
    expect(status).toBe(0);
    for (const label of ['default/rollouts-demo', 'other/rollouts-demo']) {
      expect(stdout).toMatch(new RegExp(`^${label} {2}canary, 5 replicas`, 'm'));
      expect(stdout).toMatch(new RegExp(`phase +${label}: ✔ Healthy`));
    }
    const names = readdirSync(`${folder}/rollouts-demo`).filter((name) => name.endsWith('.svg'));
    expect(names.sort()).toEqual(['replicas-default-rollouts-demo.svg', 'replicas-other-rollouts-demo.svg']);
    expect(cli(['get', 'rollout', 'rollouts-demo', '-'], { input: `${one}---\n${other}` }).stderr).toContain(
      '(name one: -n default, -n other)',
    );
  });

  test('come from the standard input', () => {
    const input = readFileSync(`${ROOT}${MANIFEST}`, 'utf8');
    const piped = cli(['-', ...GREEN, '-v'], { input });
    expect(piped.status).toBe(0);
    expect(piped.stdout).toContain('argoproj/rollouts-demo:green');
    expect(piped.stdout).toContain('✔ Healthy');
  });

  test('stay at a pause under --promote never, and that is said', () => {
    const { stdout } = cli([MANIFEST, ...GREEN, '--promote', 'never', '-v']);
    expect(stdout).toContain('pauses without a duration are left alone');
    expect(stdout).toMatch(/^result +॥ Paused/m);
  });
});

describe('colours', () => {
  const painted = (env: Record<string, string>, ...more: string[]): boolean =>
    cli(['run', SCENARIO, '--no-reports', ...more], { env }).stdout.includes('\u001b[');

  test('are for people who watch, or who ask for them', () => {
    expect(painted({})).toBe(false);
    expect(painted({ FORCE_COLOR: '1' })).toBe(true);
    expect(painted({ FORCE_COLOR: '1' }, '--no-color')).toBe(false);
  });
});

test('lines fit the width', () => {
  const { stdout } = cli(['--width', '60', 'run', SCENARIO, '--no-reports']);
  const tooLong = stdout.split('\n').filter((line) => [...line].length > 60);
  expect(tooLong.filter((line) => !line.includes('rehearse get rollout'))).toEqual([]);
});
