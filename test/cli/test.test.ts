import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, temporaryFolder } from './cli.ts';

const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [ { name: web, image: "r/shop:v1" } ] } }
`;

function suite(expectations: readonly string[]): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'app.yaml'), MANIFEST);
  for (const [index, expectation] of expectations.entries()) {
    mkdirSync(join(folder, `s${index}`));
    const text = `apiVersion: rehearse.dev/v1\nkind: Scenario\nmetadata: { name: s${index} }\nspec:\n  until: 1m\n  manifests: [../app.yaml]\n  expect: [${expectation}]\n`;
    writeFileSync(join(folder, `s${index}`, 'scenario.yaml'), text);
  }
  return folder;
}

const GOOD = '{ eventually: deployment.available == 2 }';
const BAD = '{ always: deployment.available == 2 }';

test('a suite gives the same bytes for any number of workers and shards', () => {
  const folder = suite([GOOD, BAD, GOOD, GOOD, BAD]);
  const one = cli(['test', '.', '--workers', '1', '--reporter', 'default', '--reporter', 'json=one.json'], {
    cwd: folder,
  });
  const many = cli(['test', '.', '--workers', '3', '--reporter', 'default', '--reporter', 'json=many.json'], {
    cwd: folder,
  });
  expect(one.status).toBe(1);
  expect(one.stdout).toContain('2 failed, 3 passed (5)');
  expect(many).toEqual(one);
  expect(readFileSync(join(folder, 'many.json'), 'utf8')).toBe(readFileSync(join(folder, 'one.json'), 'utf8'));
  for (const shard of ['1/2', '2/2']) {
    const file = `shards/${shard.replace('/', '-')}.json`;
    cli(['test', '.', '--shard', shard, '--reporter', `json=${file}`], { cwd: folder });
  }
  expect(cli(['test', '--merge', 'shards'], { cwd: folder })).toEqual(one);
});

test('--bail ends after a failure, and the exit status says whether a file is wrong', () => {
  const folder = suite([GOOD, BAD, GOOD]);
  const bailed = cli(['test', '--bail'], { cwd: folder });
  expect(bailed.stdout).toContain('1 failed, 1 passed (2)');
  writeFileSync(join(folder, 's2', 'scenario.yaml'), 'kind: Scenario\napiVersion: rehearse.dev/v1\n');
  expect(cli(['test'], { cwd: folder }).status).toBe(2);
  expect(cli(['test', 's0'], { cwd: folder }).status).toBe(0);
  const none = cli(['test', '--filter', 'nothing-like-it', 's0'], { cwd: folder });
  expect(none.status).toBe(2);
  expect(none.stderr).toContain('no scenario is left to run');
});
