import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usageOf } from '../../src/plugin/command.ts';
import { COMMANDS } from '../../src/plugin/commands.ts';
import { promote } from '../../src/plugin/commands/promote.ts';
import { GLOBAL_FLAGS } from '../../src/plugin/flag-values.ts';
import { readCommand } from '../../src/plugin/read-command.ts';
import { readFlags } from '../../src/plugin/read-flags.ts';
import { splitCommand } from '../../src/plugin/words.ts';
import { TestCluster } from './cluster.ts';

const OF_KUBECTL = COMMANDS.filter(({ program }) => program === undefined);
const FIRST_WORDS = [...new Set(OF_KUBECTL.map(({ words }) => words[0]?.name ?? ''))];

describe('lines that are wrong', () => {
  test.each([
    ['', 'notKubectl', '', 'command not found: nothing'],
    ['helm upgrade shop', 'notKubectl', 'helm', 'command not found: helm'],
    ['kubectl', 'usage', 'kubectl', `Usage:\n  kubectl (${FIRST_WORDS.join(', ')})`],
    ['kubectl argo', 'usage', 'argo', 'Usage:\n  kubectl argo rollouts'],
    ['kubectl shake shop', 'unknownWord', 'shake', 'unknown command "shake" for "kubectl"'],
    ['kubectl argo rollouts stop shop', 'unknownWord', 'stop', 'unknown command "stop" for "kubectl argo rollouts"'],
    ['kubectl argo rollouts retry', 'usage', 'retry', 'Usage:\n  kubectl argo rollouts retry (rollout, experiment)'],
    [
      'kubectl argo rollouts retry shop',
      'unknownWord',
      'shop',
      'unknown command "shop" for "kubectl argo rollouts retry"',
    ],
    ['kubectl argo rollouts abort', 'usage', 'abort', 'Usage:\n  kubectl argo rollouts abort NAME...'],
    ['kubectl argo rollouts promote a b', 'usage', 'b', 'Usage:\n  kubectl argo rollouts promote NAME'],
    ['kubectl argo rollouts restart a b', 'usage', 'b', 'Usage:\n  kubectl argo rollouts restart NAME'],
    [
      'kubectl argo rollouts set image shop web',
      'usage',
      'web',
      'Usage:\n  kubectl argo rollouts set image NAME CONTAINER=IMAGE',
    ],
    ['kubectl argo rollouts promote shop --ful', 'unknownFlag', '--ful', 'unknown flag: --ful'],
    ['kubectl argo rollouts promote shop -cx', 'unknownFlag', '-c', "unknown shorthand flag: 'x' in -x"],
    [
      'kubectl argo rollouts promote shop --full=maybe',
      'flagValue',
      'maybe',
      'invalid argument "maybe" for "--full" flag: expected true or false',
    ],
    [
      'kubectl argo rollouts undo shop --to-revision=x',
      'flagValue',
      'x',
      'invalid argument "x" for "--to-revision" flag: expected a whole number',
    ],
    [
      'kubectl argo rollouts abort shop -n',
      'flagValue',
      '-n',
      'invalid argument "nothing" for "-n" flag: expected text',
    ],
    ['kubectl -n prod argo rollouts abort shop', 'usage', '-n', 'Usage:\n  kubectl argo … -n'],
    ['kubectl argo rollouts abort "shop', 'openQuote', '"', 'a quote is not closed'],
    ['kubectl scale shop --replicas=1', 'usage', 'shop', 'Usage:\n  kubectl scale TYPE/NAME --replicas=COUNT'],
    ['kubectl scale rollout --replicas=1', 'usage', 'rollout', 'Usage:\n  kubectl scale TYPE/NAME --replicas=COUNT'],
    [
      'kubectl scale rollout/shop till --replicas=1',
      'usage',
      'till',
      'Usage:\n  kubectl scale TYPE/NAME --replicas=COUNT',
    ],
    [
      'kubectl scale rollout.apps/shop --replicas=1',
      'usage',
      'rollout.apps/shop',
      'Usage:\n  kubectl scale TYPE/NAME --replicas=COUNT',
    ],
    ['kubectl scale rollout/shop', 'usage', 'scale', 'Usage:\n  kubectl scale TYPE/NAME --replicas=COUNT'],
    [
      'kubectl scale rollout/shop --replicas=-1',
      'usage',
      'scale',
      'Usage:\n  kubectl scale TYPE/NAME --replicas=COUNT',
    ],
  ])('%s', (line, kind, where, error) => {
    const [problem] = readCommand(line).problems;
    expect(problem?.kind).toBe(kind);
    expect(line.slice(problem?.start, problem?.end)).toBe(where);
    expect(new TestCluster().run(line)).toEqual({ output: '', error });
  });
});

describe('flags, as the reference reads them', () => {
  test.each([
    ['--full', 'full', 'true'],
    ['--full=false', 'full', 'false'],
    ['--full=T', 'full', 'T'],
    ['-c', 'skip-current-step', 'true'],
    ['-ca', 'skip-all-steps', 'true'],
    ['-c=0', 'skip-current-step', '0'],
    ['-can prod', 'namespace', 'prod'],
    ['-n=prod', 'namespace', 'prod'],
    ['-n first --namespace second', 'namespace', 'second'],
  ])('%s sets %s', (line, name, value) => {
    const known = [...promote.flags, ...GLOBAL_FLAGS];
    const { args, problems } = readFlags(known, splitCommand(line).words, 'promote');
    expect(problems).toEqual([]);
    expect(args.value(name)).toBe(value);
    expect(args.isOn(name)).toBe(value === 'true' || value === 'T');
    expect(args.operands).toEqual([]);
  });

  test('what comes after -- is no flag', () => {
    const reading = readCommand('kubectl argo rollouts abort -- -n');
    expect(reading.command === undefined ? [] : reading.ready.mentions.map(({ name }) => name.text)).toEqual(['-n']);
  });
});

test('every command has its own words and says how it is written', () => {
  const usages = COMMANDS.map(usageOf);
  expect(new Set(usages).size).toBe(usages.length);
  for (const { about, least, most } of COMMANDS) {
    expect(about).toMatch(/^[A-Z].*\.$/);
    expect(least).toBeLessThanOrEqual(most);
  }
});

describe('the splitter of lines', () => {
  const plain = fc.stringMatching(/^[a-z0-9=:./*-]{1,8}$/);
  const quoted = fc.stringMatching(/^[a-z =:.\\-]{0,8}$/);

  test('finds again the words that were quoted, and where they stand', () => {
    const word = fc.oneof(
      plain.map((text) => ({ text, written: text })),
      quoted.map((text) => ({ text, written: `'${text}'` })),
      plain.map((text) => ({ text, written: [...text].map((letter) => `\\${letter}`).join('') })),
      fc.tuple(plain, quoted).map(([a, b]) => ({ text: `${a}${b}${a}`, written: `${a}"${b}"${a}` })),
    );
    const gap = fc.stringMatching(/^[ \t]{1,3}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, gap)), (items) => {
        const line = items.map(([{ written }, blank]) => written + blank).join('');
        const { words, open } = splitCommand(line);
        expect(open).toBeUndefined();
        expect(words.map(({ text }) => text)).toEqual(items.map(([{ text }]) => text));
        expect(words.map(({ start, end }) => line.slice(start, end))).toEqual(items.map(([{ written }]) => written));
      }),
    );
  });

  test('splits any line into words in order that do not overlap', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const { words } = splitCommand(line);
        let last = 0;
        for (const { start, end } of words) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(line.length);
          last = end;
        }
      }),
    );
  });
});

test('problems of any line stand within it', () => {
  const words = [
    'kubectl',
    'argo',
    'rollouts',
    'scale',
    'retry',
    'rollout',
    'set',
    'image',
    'a=b',
    '-n',
    '-ca',
    '--full',
    '--in=',
    '--',
    '"',
    "''",
    '=',
    'rollout/shop',
    '--replicas=2',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words)), fc.string(), (some, rest) => {
      const line = `${some.join(' ')}${rest}`;
      for (const { start, end } of readCommand(line).problems) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(line.length);
      }
    }),
    { numRuns: 1000 },
  );
});
