import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDurationMs } from '../../src/api/durations.ts';
import { compileFacts, ExprError } from '../../src/expr/index.ts';
import { streams } from '../../src/kernel/streams.ts';
import { PromQLParseError } from '../../src/metrics/promql/errors.ts';
import { parseQuery } from '../../src/metrics/promql/parser.ts';
import { readCommand } from '../../src/plugin/read-command.ts';
import type { Loading } from '../../src/scenario/rehearsal.ts';
import { loadRehearsal } from '../../src/scenario/load-rehearsal.ts';
import { parseUpdate } from '../../src/scenario/updates.ts';
import { FACT_TYPES } from '../../src/timeline/facts/conditions.ts';
import { memoryFiles } from './disk-files.ts';

/**
 * Whatever is typed or lies in a file gets an answer: it is read, or a message says where it is wrong and how to fix it. The inputs are real files, damaged
 * at random places with a fixed seed; FUZZ_RUNS=100000 tries more of them, FUZZ_SEED others.
 */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 3000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** No damaged file may take longer to load; a whole one takes a few milliseconds. */
const MOST_MS = 5000;

const FOLDER = `${import.meta.dirname}/wrong`;
const SCENARIOS = 'scenarios';

/** Pieces that parsers of YAML, durations, quantities, conditions and queries treat specially. */
const PIECES: readonly string[] = [
  ...[
    ':',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '|',
    '>',
    '&a',
    '*a',
    '<<: *a',
    '#',
    '---\n',
    '...\n',
    '\t',
    '\n',
    '\r',
    '  ',
  ],
  ...[
    'null',
    '~',
    'true',
    '1e999',
    '-1',
    '0',
    '99999999999999999999',
    '0x1f',
    '.inf',
    '.nan',
    '1_000',
    '2026-01-01',
    '!!int x',
    '!x',
  ],
  ...[
    '1d',
    '-5s',
    '10',
    '1h1',
    '50%',
    '200%',
    '1Gi',
    '{{args.x}}',
    '{{ .Values.x }}',
    '\u0000',
    '\u001b[31m',
    '\u202e',
    '\ud800',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'spec',
    'kind',
    'metadata',
    'name',
    '(((',
    ')))',
    '&&',
    '||',
    '=~"("',
    '[5m]',
    'by (',
    'offset',
  ],
];

interface Random {
  readonly int: (n: number) => number;
}

function damaged(text: string, random: Random): string {
  let result = text;
  const count = 1 + random.int(3);
  for (let index = 0; index < count; index += 1) {
    const at = random.int(result.length + 1);
    const length = random.int(4) === 0 ? random.int(40) : random.int(4);
    const piece = PIECES[random.int(PIECES.length)] ?? '';
    const lines = result.split('\n');
    const line = random.int(lines.length);
    switch (random.int(5)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 1:
        result = result.slice(0, at) + piece + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at) + piece + result.slice(at + length);
        break;
      case 3:
        lines.splice(line, 1, ...(random.int(2) === 0 ? [] : [lines[line] ?? '', lines[line] ?? '']));
        result = lines.join('\n');
        break;
      default:
        lines[line] = (lines[line] ?? '').replace(/:.*$/, `: ${piece}`);
        result = lines.join('\n');
    }
  }
  return result;
}

function expectAnswer({ rehearsal, diagnostics }: Loading, input: string): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(rehearsal === undefined, input).toBe(errors.length > 0);
  for (const { code, line, column, message, expected, fix } of errors) {
    expect(line >= 1 && column >= 1 && message !== '', `${code} in\n${input}`).toBe(true);
    expect(expected ?? fix, `${code} says neither what was expected nor how to fix it`).toBeDefined();
  }
}

/** Files that exist: each as it would be named on a command line, with what lies beside it. */
function corpus(): readonly { readonly name: string; readonly files: Readonly<Record<string, string>> }[] {
  const found = readdirSync(FOLDER).filter((name) => /\.(yaml|json)$/.test(name));
  const given = Object.fromEntries(
    readdirSync(`${FOLDER}/given`)
      .filter((name) => /\.(yaml|csv|txt)$/.test(name))
      .map((name) => [`given/${name}`, readFileSync(`${FOLDER}/given/${name}`, 'utf8')]),
  );
  const single = [...found, ...Object.keys(given)].map((name) => ({
    name,
    files: { ...given, [name]: readFileSync(`${FOLDER}/${name}`, 'utf8') },
  }));
  const folders = readdirSync(SCENARIOS).flatMap((folder) => {
    const names = folder.includes('.')
      ? []
      : readdirSync(`${SCENARIOS}/${folder}`).filter((name) => name.endsWith('.yaml'));
    const files = Object.fromEntries(
      names.map((name) => [name, readFileSync(`${SCENARIOS}/${folder}/${name}`, 'utf8')]),
    );
    return names.map((name) => ({ name, files }));
  });
  return [...single, ...folders];
}

test(`${RUNS} damaged files are read or refused with a place`, { timeout: 3_600_000 }, () => {
  const files = corpus();
  const random = streams(SEED).stream('files');
  for (let run = 0; run < RUNS; run += 1) {
    const one = files[random.int(files.length)];
    if (one === undefined) continue;
    const input = damaged(one.files[one.name] ?? '', random);
    const texts = { ...one.files, [one.name]: input };
    const path = Object.hasOwn(texts, 'scenario.yaml') ? 'scenario.yaml' : one.name;
    const startMs = performance.now();
    let loading: Loading;
    try {
      loading = loadRehearsal(memoryFiles(texts), [path], run % 7 === 0 ? { setImage: ['app=shop:v2'] } : {});
    } catch (error) {
      throw new Error(`run ${run} of seed ${SEED}, ${one.name}:\n${input}`, { cause: error });
    }
    expectAnswer(loading, input);
    expect(performance.now() - startMs, `run ${run} of seed ${SEED}:\n${input}`).toBeLessThan(MOST_MS);
  }
});

describe.each<readonly [string, readonly string[], (text: string) => unknown, (error: unknown) => boolean]>([
  [
    'conditions',
    [
      'rollout.phase == "Healthy" && seconds > 10',
      'stable.available >= 4 || !rollout.paused',
      'rollout.image matches "^a+b"',
    ],
    (text) => compileFacts(text, FACT_TYPES),
    (error) => error instanceof ExprError,
  ],
  [
    'queries',
    [
      'sum(rate(http_requests_total{code!~"5.."}[1m])) by (app) / 2',
      'histogram_quantile(0.95, x) > bool 1 offset 5m',
      '-a ^ 2 and on(b) c',
    ],
    (text) => parseQuery(text),
    (error) => error instanceof PromQLParseError,
  ],
  [
    'commands',
    [
      'kubectl argo rollouts set image shop web=shop:v2 -n a',
      "kubectl scale rollout/shop --replicas=3 'x'",
      'argocd app sync shop',
    ],
    (text) => readCommand(text),
    () => false,
  ],
  ['updates', ['v2.yaml@step 2', 'v2.yaml@90s'], (text) => parseUpdate(text), () => false],
  ['durations', ['1h30m', '-1.5s', '500ms'], (text) => parseDurationMs(text), () => false],
])('%s', (name, texts, read, isRefusal) => {
  test('are read, or refused in their own words', () => {
    const random = streams(SEED).stream(name);
    for (let run = 0; run < RUNS / 3; run += 1) {
      const text = damaged(texts[random.int(texts.length)] ?? '', random);
      try {
        read(text);
      } catch (error) {
        if (!isRefusal(error)) throw new Error(`${JSON.stringify(text)}, run ${run} of seed ${SEED}`, { cause: error });
      }
    }
  });
});
