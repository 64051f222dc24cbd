import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { comparison } from '../../src/report/compare/schema.ts';
import { cli, expectGolden, temporaryFolder } from './cli.ts';

const SCENARIO = 'scenarios/getting-started';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 4
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec: { containers: [{ name: web, image: "shop:v1" }] }
`;

describe('compare', () => {
  test('prints one table', () => {
    const { status, stdout, stderr } = cli(['compare', SCENARIO, '--no-reports']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden('compare.txt', stdout);
  });

  test('writes figures, chart and page, and says where', () => {
    const folder = temporaryFolder();
    const { stdout } = cli(['compare', SCENARIO, '--reports', folder]);
    expect(stdout).toContain(`written   ${folder}/getting-started/`);
    const names = readdirSync(`${folder}/getting-started`).sort();
    expect(names).toEqual(['compare.html', 'compare.json', 'compare.svg', 'compare.vl.json']);
  });

  test('gives machines what the schema says, the same as the file', () => {
    const folder = temporaryFolder();
    const { stdout } = cli(['compare', SCENARIO, '--output', 'json', '--reports', folder]);
    const report = comparison.parse(JSON.parse(stdout));
    expect(report.strategies.map(({ id }) => id)).toEqual(['own', 'rolling', 'recreate', 'blueGreen']);
    expect(readFileSync(`${folder}/getting-started/compare.json`, 'utf8')).toBe(stdout);
    expect(cli(['compare', SCENARIO, '--output', 'json', '--no-reports']).stdout).toBe(stdout);
  });

  test('takes manifests alone, a Deployment too, and writes nothing then', () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/shop.yaml`, DEPLOYMENT);
    const { status, stdout } = cli(['compare', 'shop.yaml', '--set-image', 'web=shop:v2'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✖ Deployment, Recreate +0 of 4/m);
    expect(stdout).toMatch(/^▲ yours: rolling +3 of 4/m);
    expect(readdirSync(folder)).toEqual(['shop.yaml']);
  });

  test('compares two files as they are', () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/before.yaml`, DEPLOYMENT);
    writeFileSync(
      `${folder}/after.yaml`,
      DEPLOYMENT.replace('replicas: 4', 'replicas: 4\n  strategy: { type: Recreate }'),
    );
    const { status, stdout } = cli(['compare', 'before.yaml', 'after.yaml', '--set-image', 'web=shop:v2'], {
      cwd: folder,
    });
    expect(status).toBe(0);
    expect(stdout).toContain('2 ways');
    expect(stdout).toMatch(/^▲ before\.yaml +3 of 4/m);
    expect(stdout).toMatch(/^✖ after\.yaml +0 of 4/m);
  });

  test('compares two scenarios, too', () => {
    const { status, stdout } = cli(['compare', 'scenarios/blue-green', 'scenarios/canary-nginx', '--no-reports']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✔ blue-green /m);
    expect(stdout).toMatch(/^✔ canary-nginx /m);
  });

  test('another change, and a slower eye', () => {
    const { stdout } = cli(['compare', SCENARIO, '--change', '2', '--no-reports']);
    expect(stdout).toContain('from yellow to red');
    const slow = cli(['compare', SCENARIO, '--noticed', '30s', '--no-reports', '-o', 'json']).stdout;
    expect(comparison.parse(JSON.parse(slow)).strategies[0]?.ifBad?.noticedMs).toBe(30_000);
  });

  test.each([
    [['compare', '-'], 'nothing to compare: nothing changes the version\n(give the scenario'],
    [['compare', SCENARIO, '--change', '9'], 'changes the version 2 times, so it has no change 9'],
    [['compare', SCENARIO, '--change', '0'], 'Write a whole number from 1 on.'],
    [['compare', 'scenarios/getting-started/rollout.yaml', 'no-such.yaml'], 'no-such.yaml'],
  ])('%j is told what is wrong', (args, message) => {
    const { status, stdout, stderr } = cli(args, { input: DEPLOYMENT });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
