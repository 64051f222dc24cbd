import { expect, test } from 'vitest';
import { cli } from './cli.ts';

const FILE = 'reports/getting-started/timeline.jsonl';

test('views of a saved timeline are those of the run', () => {
  const get = ['get', 'rollout', 'rollouts-demo', '--at', '22s'];
  const saved = cli([...get, '--timeline', FILE]);
  expect(saved.status).toBe(0);
  expect(saved.stdout).toBe(cli([...get, 'scenarios/getting-started']).stdout);
  expect(cli(['status', 'rollouts-demo', '--timeline', FILE]).stdout).toContain('Healthy');
});

test('a file that is not a timeline, or ends too early, is refused', () => {
  const get = ['get', 'rollout', 'rollouts-demo', '--timeline'];
  for (const [args, message] of [
    [[...get, 'package.json'], 'cannot read the timeline package.json: line 1: '],
    [[...get, FILE, '--at', '10m'], 'ends at 4m40s, before --at 10m0s'],
    [[...get, FILE, 'scenarios/getting-started'], 'both say what to look at'],
  ] as const) {
    const { status, stderr } = cli(args);
    expect(status).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  }
});

test('explain shows where a rule decided in a saved timeline', () => {
  const { status, stdout } = cli(['explain', 'canary.replicas.basic', '--timeline', FILE]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^2m40s +ReplicaSet rollouts-demo-\S+ +weight 20 of 5 pods/m);
  expect(cli(['explain', 'finding.promote.full.tooEarly', '--timeline', FILE]).stdout).toContain('decided nothing');
});
