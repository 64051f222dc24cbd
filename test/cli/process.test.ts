import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli, cliEnvironment, ROOT, shell, temporaryFolder } from './cli.ts';

const SCENARIO = 'scenarios/getting-started';

test('a reader that stops reading gets no message, and the status says that the output is not whole', () => {
  const { stdout, stderr } = shell(
    `rehearse run ${SCENARIO} --no-reports --output json | head -c 20 >/dev/null; echo "\${PIPESTATUS[0]}"`,
  );
  expect({ stdout, stderr }).toEqual({ stdout: '74\n', stderr: '' });
});

test.each([
  ['run', `run ${SCENARIO} --no-reports`],
  ['help', '--help'],
  ['validate', `validate ${SCENARIO}`],
])('%s on a full disk ends with 74 and says so', (_what, args) => {
  const { stdout, stderr } = shell(`rehearse ${args} >/dev/full; echo "$?"`);
  expect({ stdout, stderr }).toEqual({
    stdout: '74\n',
    stderr: expect.stringMatching(/^error: cannot write to the standard output: ENOSPC.*\n$/),
  });
});

test('what cannot be told on the error output changes no status', () => {
  expect(shell('rehearse validate nowhere.yaml 2>/dev/full; echo "$?"').stdout).toMatch(/^2$/m);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s at any moment leaves all of the files or none, and no draft', async (signal, status) => {
  const folder = temporaryFolder();
  for (const afterMs of [150, 500, 900, 1300]) {
    const args = ['dist/cli.js', 'run', SCENARIO, '--reports', folder];
    const child = spawn(process.execPath, args, { cwd: ROOT, env: cliEnvironment(), stdio: 'ignore' });
    setTimeout(() => child.kill(signal), afterMs);
    const [code, by] = await once(child, 'exit');
    expect([0, status, signal]).toContain(by ?? code);
    const written = existsSync(`${folder}/getting-started`) ? readdirSync(`${folder}/getting-started`) : [];
    expect(written.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect([0, 4]).toContain(written.length);
  }
});

test('manifests are piped in', () => {
  const { status, stdout } = shell(`cat ${SCENARIO}/rollout.yaml | rehearse validate -`);
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^✔ rollouts-demo: 1 manifest/) });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a replay with %i', async (signal, status) => {
  const args = ['dist/cli.js', 'get', 'rollout', 'rollouts-demo', '--watch', SCENARIO];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: cliEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const [firstFrame] = await once(child.stdout, 'data');
  expect(String(firstFrame)).toContain('--- 0s');
  child.kill(signal);
  const [ended] = await once(child, 'exit');
  expect({ ended, stderr }).toEqual({ ended: status, stderr: '' });
});

test('a replay takes the time that its speed says', () => {
  const startMs = performance.now();
  const { stdout } = cli(['status', 'rollouts-demo', '--watch', '--at', '4m30s', '--speed', '20x', SCENARIO]);
  expect(performance.now() - startMs).toBeGreaterThan(500);
  expect(stdout).toBe('--- 4m30s\nHealthy\n');
});

describe('help', () => {
  test.each([[['--help']], [['run', '--help']], [['get', '--help']], [['help', 'get']], [['get', 'rollout', '-h']]])(
    '%j shows usage and examples',
    (args) => {
      const { status, stdout, stderr } = cli(args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: rehearse/);
    },
  );

  test('names the version and what is rehearsed', () => {
    expect(cli(['--version']).stdout).toMatch(
      /^rehearse \d+\.\d+\.\d+ \(Argo Rollouts v1\.9\.1, Kubernetes v1\.34\)\n$/,
    );
  });
});

describe('explain', () => {
  test('prints a rule with its example and its source', () => {
    const { status, stdout } = cli(['explain', 'canary.replicas.basic']);
    expect(status).toBe(0);
    expect(stdout).toContain('weight 20 of 5 pods');
    expect(stdout).toContain('/v1.9.1/utils/replicaset/canary.go');
  });

  test('lists every rule that a timeline of the scenario names', () => {
    const ids = cli(['explain'])
      .stdout.split('\n')
      .map((line) => line.split(' ')[0]);
    const told = cli(['run', SCENARIO, '--no-reports', '-v']).stdout.match(/(?<=\[)[a-zA-Z]+\.[\w.]+(?=\])/g) ?? [];
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('completion', () => {
  const complete = (...words: string[]): string[] =>
    cli(['__complete', '--', ...words])
      .stdout.trimEnd()
      .split('\n');

  test('knows commands, options, values and rules', () => {
    expect(complete('')).toEqual(expect.arrayContaining(['run', 'get', 'explain', ':files']));
    expect(complete('')).not.toContain('__complete');
    expect(complete('get', '')).toEqual(['rollout', 'deployment', 'experiment', 'analysisrun']);
    expect(complete('run', '--se')).toEqual(['--set-image', '--seed']);
    expect(complete('run', '--output', '')).toEqual(['text', 'json']);
    expect(complete('explain', '')).toContain('canary.replicas.basic');
    expect(complete('get', 'rollout', 'x', '')).toEqual([':files']);
  });

  test('works in bash', () => {
    const { stdout, stderr } = shell(
      'source <(rehearse completion bash); COMP_WORDS=(rehearse get ro); COMP_CWORD=2; _rehearse; echo "${COMPREPLY[@]}"; ' +
        'COMP_WORDS=(rehearse run scen); COMP_CWORD=2; _rehearse; echo "${COMPREPLY[@]}"',
    );
    expect({ stdout, stderr }).toEqual({ stdout: 'rollout\nscenarios\n', stderr: '' });
  });

  test.each(['zsh', 'fish'])('has a script for %s', (name) => {
    expect(cli(['completion', name]).stdout).toContain('rehearse __complete');
  });
});
