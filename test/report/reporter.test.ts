import { expect, test } from 'vitest';
import { REPORT_FORMATS } from '../../src/report/report-formats.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { summaryText } from '../../src/report/text/summary-text.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');

async function reporter(name: string, quiet: boolean): Promise<Reporter> {
  const format = REPORT_FORMATS.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format is named ${name}`);
  return (await format.load())({ width: 100, style: plainStyle, quiet });
}

async function written(name: string, quiet = false): Promise<string> {
  const run = { timeline, remarks: ['Promoted by itself.'], next: ['rehearse explain x'] };
  const { run: each, end } = await reporter(name, quiet);
  return [...(each?.(run) ?? []), ...(end?.([run]) ?? [])].join('');
}

test('names of formats differ', () => {
  const names = REPORT_FORMATS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('json is the timeline, which can be read again', async () => {
  expect(readTimeline(await written('json'))).toEqual(timeline);
});

test('text begins with how users fared, then has remarks, every moment and what to type next; the result alone when quiet', async () => {
  const text = await written('text');
  const outcome = '✔ rollouts-demo complete; at least 4 pods available\n';
  expect(text.startsWith(`${outcome}note      Promoted by itself.\n\n`)).toBe(true);
  expect(text).toContain('rehearse explain x');
  expect(await written('text', true)).toBe(
    outcome + summaryText(timeline, { width: 100, style: plainStyle, quiet: true, next: [] }),
  );
});
