import { expect, test } from 'vitest';
import { REPORT_FORMATS } from '../../src/report/report-formats.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');

async function reporter(name: string, quiet: boolean, verbose: boolean): Promise<Reporter> {
  const format = REPORT_FORMATS.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format is named ${name}`);
  return (await format.load())({ width: 100, style: plainStyle, quiet, verbose });
}

async function written(name: string, quiet = false, verbose = false): Promise<string> {
  const run = { timeline, remarks: ['Promoted by itself.'], next: ['rehearse explain x'] };
  const { run: each, end } = await reporter(name, quiet, verbose);
  return [...(each?.(run) ?? []), ...(end?.([run]) ?? [])].join('');
}

test('names of formats differ', () => {
  const names = REPORT_FORMATS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('json is the timeline, which can be read again', async () => {
  expect(readTimeline(await written('json'))).toEqual(timeline);
});

test('text has remarks, every moment and what to type next when all is asked for', async () => {
  const text = await written('text', false, true);
  expect(text).toMatch(/^[^\n]+\nnote {6}Promoted by itself\.\n\n/);
  expect(text).toContain('because');
  expect(text).toContain('rehearse explain x');
});

test('text is one look, and at most two lines when quiet', async () => {
  const text = await written('text');
  expect(text).not.toContain('because');
  expect(text.split('\n').length).toBeLessThan(30);
  expect((await written('text', true)).trimEnd().split('\n').length).toBeLessThan(3);
});
