import { expect, test } from 'vitest';
import { isScenarioText } from '../../src/scenario/inputs.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { diskFiles, memoryFiles } from './disk-files.ts';

const disk = diskFiles(`${import.meta.dirname}/wrong`);

test('a folder or a scenario file is a scenario, anything else is manifests', () => {
  const files = diskFiles(process.cwd());
  expect(loadRehearsal(files, ['scenarios/getting-started']).rehearsal?.world.name).toBe('getting-started');
  expect(loadRehearsal(files, ['scenarios/getting-started/scenario.yaml']).rehearsal?.world.name).toBe(
    'getting-started',
  );
  expect(loadRehearsal(disk, ['given/rollout.yaml'], { setImage: ['shop:v2'] }).rehearsal?.world.script).toHaveLength(
    2,
  );
});

test('several manifest files make one world', () => {
  const { rehearsal } = loadRehearsal(disk, ['given/other-rollout.yaml', 'given/rollout.yaml']);
  expect(rehearsal?.world.manifests).toHaveLength(2);
});

test('a file that is not there is said by its name', () => {
  const { diagnostics } = loadRehearsal(memoryFiles({}), ['rollout.yaml']);
  expect(diagnostics.map(({ code, file, message }) => [code, file, message])).toEqual([
    ['E101', 'rollout.yaml', 'rollout.yaml does not exist'],
  ]);
});

test('a scenario is known by its first words, a manifest that mentions one is not', () => {
  expect(isScenarioText('# c\napiVersion: rehearse.dev/v2\n')).toBe(true);
  expect(isScenarioText('kind: Scenario\n')).toBe(true);
  expect(isScenarioText('apiVersion: v1\nkind: ConfigMap\ndata:\n  x: |\n    apiVersion: rehearse.dev/v1\n')).toBe(
    false,
  );
});
