import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from './cli.ts';

const SCENARIO = 'scenarios/getting-started';

describe('a wrong command line', () => {
  test.each([
    [['run', SCENARIO, '--until', '10'], "option '--until <time>' argument '10' is invalid. Write a duration"],
    [['run', SCENARIO, '--seed', '-1'], "option '--seed <number>' argument '-1' is invalid. Write a whole number."],
    [['run', SCENARIO, '--output', 'yaml'], 'Allowed choices are text, json.'],
    [['run', SCENARIO, '--promote', 'often'], 'Allowed choices are auto, never.'],
    [['run', SCENARIO, '--quite'], "unknown option '--quite'\n(Did you mean --quiet?)"],
    [['get', 'rollout', 'x', SCENARIO, '--watch', '--speed', 'fast'], 'Write a factor such as 20x, or max.'],
    [['get', 'rollout', 'x', SCENARIO, '--at', '-5s'], 'Write a duration such as 22s'],
    [['get', 'pods'], "unknown command 'pods'"],
    [['get', 'rollout'], "missing required argument 'name'"],
    [['vaildate', SCENARIO], 'no such command: vaildate, and no file of this name\n(did you mean: rehearse validate?'],
    [
      ['describe', 'rollout', 'shop'],
      'no such command: describe, and no file of this name\n(did you mean: rehearse get?',
    ],
    [['watch', SCENARIO], '(did you mean: rehearse get?'],
    [['diff', SCENARIO], '(did you mean: rehearse compare?'],
    [['sweep', SCENARIO], 'no such command: sweep, and no file of this name\n(commands: run, '],
    [['--output', 'json', 'run', SCENARIO], 'run is a command, and options of a command come behind it'],
    [
      ['get', 'rollout', '--at', '5s', SCENARIO],
      `the name of the rollout is missing\n(put it before the files: NAME ${SCENARIO})`,
    ],
    [
      ['explain', 'canary.replica.basic'],
      'there is no rule canary.replica.basic\n(did you mean canary.replicas.basic?)',
    ],
    [['completion', 'powershell'], 'there is no completion for powershell'],
    [['--width', '3', 'run', SCENARIO], 'Write a number from 40 to 400.'],
    [['run', SCENARIO, '--namespace', 'Team A'], 'Write lower-case letters, digits and dashes.'],
    [['run', '-', '-'], '- is named twice\n(name each file once)'],
    [['run', ''], 'the name of a file is empty'],
  ])('%j is told what is wrong', (args, message) => {
    const { status, stdout, stderr } = cli(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
  });

  test.each([
    [['lint', 'nowhere.yaml'], 'error E101: nowhere.yaml does not exist'],
    [['lint', 'docs'], 'error E126: the folder docs has neither a scenario.yaml nor manifests'],
    [['validate', '/dev/zero'], 'error E101: /dev/zero is not a regular file'],
  ])('%j is told what is wrong with its files', (args, message) => {
    const { status, stderr } = cli(args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test('without anything to rehearse says what is missing', () => {
    const { status, stderr } = cli([], { cwd: temporaryFolder() });
    expect(status).toBe(2);
    expect(stderr).toBe('error: nothing to rehearse: name a scenario, or manifests\n(rehearse --help shows how)\n');
  });
});

test('a folder that cannot be made is told, and never waited for', () => {
  const { status, stderr } = cli(['run', SCENARIO, '--quiet', '--reports', '/dev/null/reports']);
  expect({ status, stderr }).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('cannot write into /dev/null'),
  });
});

test('bytes that a terminal acts on are not sent to it', () => {
  const { status, stderr } = cli(['validate', '-'], { input: '\u001b[2J\u0007 no manifest' });
  expect(status).toBe(2);
  expect([...stderr].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
});

describe('lint', () => {
  const rollout = (steps: string): string =>
    'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: shop }\nspec:\n  selector: { matchLabels: { app: shop } }\n' +
    '  template:\n    metadata: { labels: { app: shop } }\n    spec: { containers: [{ name: web, image: shop:v1 }] }\n' +
    `  strategy:\n    canary:\n      steps:\n        - ${steps}\n`;

  test('finds what the plugin finds, and where', () => {
    const { status, stdout, stderr } = cli(['lint', '-'], { input: rollout('setWeight: 120') });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toBe(
      '<stdin>:12:11: spec.strategy.steps[0].setWeight: Invalid value: 120: SetWeight needs to be between 0 and 100\n' +
        '   12 |         - setWeight: 120\n      |           ^^^^^^^^^\n',
    );
  });

  test('is what run advises when the controller refuses the spec', () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/shop.yaml`, rollout('setWeight: 120'));
    const { status, stdout } = cli(['run', 'shop.yaml', '--set-image', 'web=shop:v2'], { cwd: folder });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^next +rehearse lint shop\.yaml$/m);
  });

  test('gives machines the same', () => {
    const { status, stdout } = cli(['lint', '-', '-o', 'json'], { input: rollout('setWeigth: 20') });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toContainEqual({
      file: '<stdin>',
      line: 12,
      column: 11,
      message: 'unknown field "setWeigth"',
    });
  });

  test('is content with what is right, and tells YAML that is none', () => {
    expect(cli(['lint', '-'], { input: rollout('setWeight: 20') })).toEqual({ status: 0, stdout: '', stderr: '' });
    const { status, stderr } = cli(['lint', '-'], { input: 'a: [b\n' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^<stdin>:\d+:\d+: error E\d+/);
    expect(cli(['lint', 'no-such-file.yaml']).status).toBe(2);
  });
});

describe('a wrong file', () => {
  test('is told with place, caret, what was expected and how to mend it', () => {
    const folder = temporaryFolder();
    writeFileSync(
      `${folder}/scenario.yaml`,
      'apiVersion: rehearse.dev/v1\nkind: Scenario\nmetadata: { name: x }\nspec:\n  manifestz: [rollout.yaml]\n',
    );
    for (const command of [['run'], ['validate'], ['get', 'rollout', 'x'], []]) {
      const { status, stderr } = cli([...command, 'scenario.yaml'], { cwd: folder });
      expect(status).toBe(2);
      expect(stderr).toMatch(/^scenario\.yaml:5:3: error E205: /m);
      expect(stderr).toContain('\n    5 |   manifestz: [rollout.yaml]\n      |   ^^^^^^^^^\n');
      expect(stderr).toContain('manifests');
    }
  });

  test('is found by validate, also for machines', () => {
    const { status, stdout } = cli(['validate', '--output', 'json', 'no-such-file.yaml']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      diagnostics: [{ code: 'E101', severity: 'error', file: 'no-such-file.yaml', line: 1, column: 1 }],
    });
  });

  test('is not found where all is well', () => {
    expect(cli(['validate', SCENARIO])).toEqual({
      status: 0,
      stdout: '✔ getting-started: 1 manifest, 5 actions\n',
      stderr: '',
    });
  });

  test('on the standard input is named <stdin>', () => {
    const { status, stderr } = cli(['-'], { input: 'kind: Rollout\n' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^<stdin>:1:1: error /);
  });
});
