import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { judgeCase } from '../judge-case.ts';
import { knownDifferences } from '../known-differences.ts';

it('replaces the controller by another version as was recorded', () => {
  const text = gunzipSync(readFileSync(new URL('./upgrade-defaulted.jsonl.gz', import.meta.url))).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  const verdicts = lines.map((line) => judgeCase(line, 1, { reasons: false }));
  const listed = (name: string): boolean => knownDifferences.has(`versions/upgrade-defaulted/${name}`);
  expect(verdicts.length).toBe(189);
  expect(verdicts.filter(({ name, different }) => different.length > 0 && !listed(name)).slice(0, 3)).toEqual([]);
  expect(verdicts.filter(({ name, different }) => different.length === 0 && listed(name))).toEqual([]);
});
