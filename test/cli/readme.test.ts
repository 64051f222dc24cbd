import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli, ROOT, shell, temporaryFolder } from './cli.ts';

const README = readFileSync(`${ROOT}README.md`, 'utf8');

const MANIFEST = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: app }
spec:
  replicas: 5
  selector: { matchLabels: { app: app } }
  template:
    metadata: { labels: { app: app } }
    spec: { containers: [{ name: app, image: registry.example/app:v1 }] }
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }
`;

/** The same Rollout with an analysis in the background, for commands that say what its metric measures. */
const WITH_ANALYSIS = `${MANIFEST.replace('canary: { steps', 'canary: { analysis: { templates: [{ templateName: success-rate }] }, steps')}---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: success-rate }
spec:
  metrics:
    - name: success-rate
      interval: 30s
      successCondition: result[0] >= 0.95
      provider: { prometheus: { address: http://prometheus, query: success_rate } }
`;

/** The indented command lines of the README that rehearse. */
const commands = [...README.matchAll(/^ {4}(.*rehearse (?!--version).*)$/gm)].map(([, command = '']) => command);

test.each(commands)('the README is right: %s', (command) => {
  const folder = temporaryFolder();
  for (const name of ['rollout', 'before', 'after']) writeFileSync(`${folder}/${name}.yaml`, MANIFEST);
  if (command.includes('--metric')) writeFileSync(`${folder}/rollout.yaml`, WITH_ANALYSIS);
  writeFileSync(`${folder}/next.yaml`, MANIFEST.replace(':v1', ':v2'));
  mkdirSync(`${folder}/deploy`);
  writeFileSync(`${folder}/deploy/rollout.yaml`, MANIFEST);
  const line = command.replaceAll('scenarios/', `${ROOT}scenarios/`);
  const runnable = line
    .replace('helm template .', 'cat rollout.yaml')
    .replace('git show main:rollout.yaml', 'cat before.yaml')
    .replace('--then rollout.yaml', '--then next.yaml')
    .replace('--speed 20x', '--speed max');
  const { status, stdout } = shell(runnable, folder);
  // Status of a Degraded rollout, and a gate that this update does not pass.
  expect(status).toBe(/status|--require/.test(command) ? 1 : 0);
  expect(stdout).not.toBe('');
});

test('the scenario of the README holds what it expects', () => {
  const [, scenario = ''] = /```yaml\n([^]*?)```/.exec(README) ?? [];
  const folder = temporaryFolder();
  mkdirSync(`${folder}/bad-version`);
  writeFileSync(`${folder}/bad-version/rollout.yaml`, MANIFEST);
  writeFileSync(`${folder}/bad-version/scenario.yaml`, scenario);
  const { status, stdout, stderr } = cli(['run', 'bad-version', '--no-reports', '-v'], { cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('kubectl argo rollouts undo app');
  expect(stdout).toContain('the one expectation holds');
});
