import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli, type CliOptions, expectSameText, expectSameTexts, ROOT, temporaryFolder } from './cli.ts';

/** Everything that a run writes, by name: standard output and each report. */
function bytesOf(args: readonly string[], options: CliOptions = {}): Record<string, string> {
  const folder = temporaryFolder();
  const { status, stdout, stderr } = cli(['run', ...args, '--reports', folder], options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [run = ''] = readdirSync(folder);
  const files = readdirSync(`${folder}/${run}`).map((name) => [name, readFileSync(`${folder}/${run}/${name}`, 'utf8')]);
  return { ...Object.fromEntries(files), stdout: stdout.replaceAll(/^written .*\n(?: {10}.*\n)*/gm, '') };
}

const SCENARIO = 'scenarios/getting-started';

describe('the same scenario gives the same bytes', () => {
  const first = (): Record<string, string> => bytesOf([SCENARIO]);

  test('in another process, time zone and locale', () => {
    const env = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    expectSameTexts(bytesOf([SCENARIO], { env }), first());
    expectSameTexts(bytesOf([SCENARIO], { env: { TZ: 'America/St_Johns', LC_ALL: 'C' } }), first());
  });

  test('as those that are committed', () => {
    const { stdout, ...files } = first();
    const committed = readdirSync(`${ROOT}reports/getting-started`).map((name) => [
      name,
      readFileSync(`${ROOT}reports/getting-started/${name}`, 'utf8'),
    ]);
    expect(stdout).not.toBe('');
    expectSameTexts(files, Object.fromEntries(committed));
  });
});

describe('the order of manifests does not matter', () => {
  const rollout = readFileSync(`${ROOT}${SCENARIO}/rollout.yaml`, 'utf8');
  const service = (name: string): string =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports: [{ port: 80 }]\n  selector: { app: rollouts-demo }\n`;

  test('in a file, and of files', () => {
    const folder = temporaryFolder();
    mkdirSync(`${folder}/a`);
    const parts = [rollout, service('one'), service('two')];
    writeFileSync(`${folder}/a/all.yaml`, parts.join('---\n'));
    writeFileSync(`${folder}/a/turned.yaml`, parts.toReversed().join('---\n'));
    parts.forEach((text, index) => writeFileSync(`${folder}/a/${index}.yaml`, text));
    const timelineOf = (...paths: string[]): string => {
      const image = ['--set-image', 'rollouts-demo=argoproj/rollouts-demo:green'];
      const { status, stdout } = cli([...paths, ...image, '--output', 'json'], { cwd: `${folder}/a` });
      expect(status).toBe(0);
      return stdout;
    };
    const all = timelineOf('all.yaml');
    expectSameText('timeline', timelineOf('turned.yaml'), all);
    expectSameText('timeline', timelineOf('0.yaml', '1.yaml', '2.yaml'), all);
    expectSameText('timeline', timelineOf('2.yaml', '0.yaml', '1.yaml'), all);
  });
});
