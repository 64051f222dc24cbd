import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../src/report/suite/case-result.ts';
import { suiteResults } from '../../src/report/suite/case-result.ts';
import { SUITE_FORMATS } from '../../src/report/suite/suite-formats.ts';
import { plainStyle } from '../../src/report/text/style.ts';

const HOSTILE = '\u001b[31m<b>&"]]> | # %0A\n::error::x, y: \\ `c` *d* \u202e \u0007';

const PASSED: CaseResult = {
  path: 'a/scenario.yaml',
  name: 'a',
  title: 'A',
  tags: [],
  status: 'passed',
  reason: '',
  users: 'no user hit: all 100 requests answered',
  level: 'good',
  endMs: 60_000,
  expectations: 2,
  seeds: { first: 1, count: 1, failed: [] },
  failures: [],
  problems: [],
  problemText: '',
  findings: [],
};

const FAILED: CaseResult = {
  ...PASSED,
  path: `b/${HOSTILE}/scenario.yaml`,
  name: HOSTILE,
  status: 'failed',
  reason: HOSTILE,
  users: HOSTILE,
  level: 'bad',
  failures: [
    {
      file: `b/${HOSTILE}/scenario.yaml`,
      line: 7,
      expected: HOSTILE,
      condition: HOSTILE,
      found: HOSTILE,
      before: [HOSTILE],
    },
  ],
  findings: [{ file: `m/${HOSTILE}.yaml`, line: 3, column: 5, id: 'finding.x', severity: 'harm', text: HOSTILE }],
};

const INVALID: CaseResult = {
  ...PASSED,
  path: 'c/scenario.yaml',
  name: 'c',
  status: 'invalid',
  reason: 'E204 metadata lacks "name"',
  problems: [{ file: 'c/scenario.yaml', line: 1, column: 2, code: 'E204', severity: 'error', message: HOSTILE }],
  problemText: HOSTILE,
};

const CASES = [PASSED, FAILED, INVALID];

async function written(name: string, cases: readonly CaseResult[] = CASES): Promise<string> {
  const format = SUITE_FORMATS.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format is named ${name}`);
  const { run, end } = (await format.load())({ width: 100, style: plainStyle, tool: 'rehearse 1.2.3' });
  return [...cases.flatMap((one) => [...(run?.(one) ?? [])]), ...(end?.(cases) ?? [])].join('');
}

test('names of formats differ', () => {
  const names = SUITE_FORMATS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe('text', () => {
  test('has one line for what passed, everything for what failed, and the totals', async () => {
    const text = await written('default', [PASSED, { ...INVALID, problemText: 'c/scenario.yaml:1:2: error E204' }]);
    expect(text).toBe(
      [
        '✔ a/scenario.yaml  1m0s  no user hit: all 100 requests answered',
        '⚠ c/scenario.yaml  no user hit: all 100 requests answered',
        'c/scenario.yaml:1:2: error E204',
        '',
        'tests     1 with errors in their files, 1 passed (2)',
        '',
      ].join('\n'),
    );
    expect(await written('default')).toContain(':7');
    expect(await written('dot')).toMatch(/^\.FE\n/);
    expect(await written('verbose', [PASSED])).toContain('2 of 2 expectations passed');
  });
});

test('json is what --merge reads', async () => {
  const json: unknown = JSON.parse(await written('json'));
  expect(suiteResults.parse(json).cases).toEqual(CASES);
});

test('junit is XML without anything of the texts as markup', async () => {
  const xml = await written('junit');
  const tags = [...xml.matchAll(/<([/?]?[a-z-]+)/g)].map(([, tag]) => tag);
  const known = ['?xml', 'testsuites', 'testsuite', 'testcase', 'failure', 'error', 'system-out'];
  expect(tags.filter((tag) => !known.includes((tag ?? '').replace('/', '')))).toEqual([]);
  expect(tags.filter((tag) => tag === 'testcase')).toHaveLength(3);
  expect(tags.filter((tag) => tag === '/testcase')).toHaveLength(3);
  expect(xml).toContain('tests="3" failures="1" errors="1"');
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f]|\]\]>|&(?!amp;|lt;|gt;|quot;|#10;|#9;|#13;)/);
});

test('tap has a plan, and a point for each scenario', async () => {
  const lines = (await written('tap')).split('\n');
  expect(lines.slice(0, 2)).toEqual(['TAP version 14', '1..3']);
  const points = lines.filter((line) => /^(not )?ok \d+ - /.test(line));
  expect(points.map((line) => line.replace(/ - .*/, ''))).toEqual(['ok 1', 'not ok 2', 'not ok 3']);
  expect(points.join('')).not.toMatch(/(?<!\\)#/);
  expect(lines.filter((line) => line === '  ---')).toHaveLength(2);
});

test('github annotates lines, and no text becomes a command', async () => {
  const lines = (await written('github')).trimEnd().split('\n');
  const commands = lines.filter((line) => line.startsWith('::'));
  expect(commands).toHaveLength(3);
  for (const command of commands)
    expect(command).toMatch(/^::(error|warning) file=[^:,]+,line=\d+(,col=\d+)?,title=[^:,]+::/);
  expect(lines).toHaveLength(4);
});

test('sarif has each diagnostic, failure and finding at its place', async () => {
  const log: unknown = JSON.parse(await written('sarif'));
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rehearse',
            version: '1.2.3',
            rules: [{ id: 'E204' }, { id: 'expectation' }, { id: 'finding.x' }],
          },
        },
        results: [
          { ruleId: 'expectation', ruleIndex: 1, level: 'error' },
          { ruleId: 'finding.x', ruleIndex: 2, level: 'warning' },
          {
            ruleId: 'E204',
            ruleIndex: 0,
            level: 'error',
            locations: [{ physicalLocation: { region: { startLine: 1, startColumn: 2 } } }],
          },
        ],
      },
    ],
  });
});

test('markdown keeps every text in its cell', async () => {
  const lines = (await written('markdown')).split('\n');
  const rows = lines.filter((line) => line.startsWith('| '));
  expect(rows).toHaveLength(5);
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  expect(lines.join('\n')).not.toContain('<b>');
});
