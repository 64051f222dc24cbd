import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommand } from '../../src/scenario/command-reader.ts';
import { splitCommand } from '../../src/plugin/words.ts';

describe('commands that can be read', () => {
  test.each([
    ['kubectl argo rollouts set image shop web=shop:v2', ['shop'], 'web', undefined],
    ['kubectl argo rollouts set image shop "*=shop:v2"', ['shop'], '*', undefined],
    ['kubectl argo rollouts promote shop --full', ['shop'], undefined, undefined],
    ['kubectl argo rollouts pause shop till', ['shop', 'till'], undefined, undefined],
    ['kubectl argo rollouts abort -n prod shop', ['shop'], undefined, 'prod'],
    ['kubectl argo rollouts undo shop --to-revision=2', ['shop'], undefined, undefined],
    ['kubectl argo rollouts undo shop --to-revision 2', ['shop'], undefined, undefined],
    ['kubectl argo rollouts restart shop --in 10s --namespace=dev', ['shop'], undefined, 'dev'],
    ['kubectl argo rollouts retry rollout shop', ['shop'], undefined, undefined],
    ['kubectl argo rollouts terminate analysisrun shop-1', [], undefined, undefined],
    ['kubectl scale rollout/shop --replicas=3', ['shop'], undefined, undefined],
    ['kubectl scale rollout shop --replicas 3', ['shop'], undefined, undefined],
    ['kubectl scale rollouts.argoproj.io/shop --replicas=3', ['shop'], undefined, undefined],
    ['kubectl scale deployment/shop --replicas=3', [], undefined, undefined],
  ])('%s', (line, rollouts, container, namespace) => {
    const read = readCommand(line);
    expect(read.problems).toEqual([]);
    expect(read.rollouts.map(({ text }) => text)).toEqual(rollouts);
    expect(read.rollouts.map(({ start, end }) => line.slice(start, end))).toEqual(rollouts);
    expect(read.container?.text).toBe(container);
    expect(read.namespace).toBe(namespace);
  });
});

describe('commands that cannot', () => {
  test.each([
    ['', 'E307', ''],
    ['kubectl', 'E310', 'kubectl'],
    ['kubectl argo rollouts', 'E310', 'rollouts'],
    ['kubectl argo rollout promote shop', 'E308', 'rollout'],
    ['kubectl argo rollouts promote', 'E310', 'promote'],
    ['kubectl argo rollouts undo shop till', 'E310', 'till'],
    ['kubectl argo rollouts undo shop --to-revision=first', 'E311', 'first'],
    ['kubectl argo rollouts undo shop --to-revision', 'E311', '--to-revision'],
    ['kubectl argo rollouts set image shop web', 'E310', 'web'],
    ['kubectl argo rollouts set image shop web=a=b', 'E310', 'web=a=b'],
    ['kubectl argo rollouts restart shop --in soon', 'E311', 'soon'],
    ['kubectl argo rollouts abort "shop', 'E312', '"'],
  ])('%s is %s at %s', (line, code, where) => {
    const [problem] = readCommand(line).problems;
    expect(problem?.code).toBe(code);
    expect(line.slice(problem?.start, problem?.end)).toBe(where);
  });

  test('no line makes the reader fail', () => {
    const word = fc.constantFrom(
      'kubectl',
      'argo',
      'rollouts',
      'promote',
      'set',
      'image',
      '--full',
      '-n',
      'a=b',
      '"',
      '\\',
      '=',
      '--',
    );
    fc.assert(
      fc.property(fc.array(word), fc.string(), (words, rest) => {
        const line = `${words.join(' ')} ${rest}`;
        for (const { start, end } of readCommand(line).problems) expect(start).toBeLessThanOrEqual(end);
      }),
    );
  });
});

test('words are split as a shell splits them', () => {
  const { words } = splitCommand(`a "b c"'d' e\\ f  ''`);
  expect(words.map(({ text }) => text)).toEqual(['a', 'b cd', 'e f', '']);
});
