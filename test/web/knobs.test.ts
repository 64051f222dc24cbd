import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { knobsOf, turned, withCommand } from '../../src/web/playground/knobs.ts';
import { packFiles, unpackFiles } from '../../src/web/playground/share.ts';

const ROLLOUT = `# kept
spec:
  replicas: 5 # five
  strategy:
    canary:
      steps:
        - setWeight: 20
        - pause: { duration: 1m30s }
`;

test('finds the numbers that can be turned, and leaves the rest of the file as it is', () => {
  const knobs = knobsOf(new Map([['rollout.yaml', ROLLOUT]]));
  expect(knobs.map(({ label, value }) => [label, value])).toEqual([
    ['replicas', 5],
    ['step 1 setWeight', 20],
    ['step 2 pause', 90],
  ]);
  const [replicas, , pause] = knobs;
  if (replicas === undefined || pause === undefined) throw new Error('there are three');
  expect(turned(ROLLOUT, replicas, 7)).toBe(ROLLOUT.replace('5 # five', '7 # five'));
  expect(turned(ROLLOUT, pause, 30)).toBe(ROLLOUT.replace('1m30s', '30s'));
});

test('adds a command to a script, and begins one', () => {
  const command = 'kubectl argo rollouts abort shop';
  expect(withCommand('spec:\n  script:\n    - at: 1s\n      run: x\n', '2s', command)).toBe(
    `spec:\n  script:\n    - at: 1s\n      run: x\n    - at: 2s\n      run: ${command}\n`,
  );
  expect(withCommand('spec: {}\n', '2s', command)).toContain(command);
});

property.prop([
  fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.yaml$/), fc.string({ unit: 'grapheme' }), { minKeys: 1 }),
])('files that were packed into an address come out again', (files) => {
  const texts = new Map(Object.entries(files));
  expect(unpackFiles(packFiles(texts))).toEqual(texts);
});

property.prop([fc.string({ unit: 'binary' })])(
  'an address that holds something else gives no files and no error',
  (text) => {
    const files = unpackFiles(text);
    expect(files === undefined || files instanceof Map).toBe(true);
  },
);
