import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { stableJson } from '../../src/api/stable-json.ts';
import { contentHash, writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline, TimelineFormatError } from '../../src/timeline/read-json-lines.ts';
import { timelineJsonSchema } from '../../src/timeline/schema.ts';
import { recordedTimeline } from './recorded-timeline.ts';

const timeline = recordedTimeline('getting-started');
const SCHEMA = new URL('../../schema/timeline.schema.json', import.meta.url);

test('what was written reads back equal, and writes the same bytes again', () => {
  const text = writeTimeline(timeline);
  const back = readTimeline(text);
  expect(back).toEqual(timeline);
  expect(writeTimeline(back)).toBe(text);
});

test('every line is one JSON value; the header comes first, entries keep their order', () => {
  const lines = writeTimeline(timeline)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ format: 'rehearse-timeline', version: 2 });
  expect(lines.slice(1, -1).map((line) => line.seq)).toEqual(timeline.entries.map((entry) => entry.seq));
  const body = writeTimeline(timeline)
    .split('\n')
    .slice(1, -2)
    .map((line) => `${line}\n`);
  const hash = createHash('sha256').update(body.join('')).digest('hex');
  expect(lines.at(-1)).toEqual({ kind: 'end', entries: timeline.entries.length, hash: `sha256:${hash}` });
});

test('the hash tells what happened, not under which name', () => {
  const renamed = { ...timeline, header: { ...timeline.header, tool: 'rehearse 9.9.9' } };
  expect(contentHash(renamed)).toBe(contentHash(timeline));
  expect(contentHash({ ...timeline, entries: timeline.entries.slice(1) })).not.toBe(contentHash(timeline));
});

test('keys are written in order, absent ones not at all', () => {
  expect(stableJson({ b: 1, a: [{ d: null, c: undefined }], '': 'x' })).toBe('{"":"x","a":[{"d":null}],"b":1}');
});

test('a file that was changed or broken is refused with its line', () => {
  const lines = writeTimeline(timeline).split('\n');
  const spoil = (index: number, line: string): string => lines.with(index, line).join('\n');
  const message = (text: string): string => {
    try {
      readTimeline(text);
    } catch (error) {
      if (error instanceof TimelineFormatError) return error.message;
      throw error;
    }
    return 'read';
  };
  expect(message(spoil(3, '{'))).toMatch(/^line 4: /);
  expect(message(lines.slice(0, -2).join('\n'))).toMatch(/the end line is missing/);
  expect(message(lines.toSpliced(4, 1).join('\n'))).toMatch(/^line 5: entry 4 where 3 is due/);
  expect(message(spoil(0, '{}'))).toMatch(/^line 1: /);
  const event = lines.findIndex((line) => line.includes('"kind":"event"'));
  expect(message(spoil(event, (lines[event] ?? '').replace('Normal', 'Warning')))).toMatch(
    /the hash of the end line is not that of the lines before it/,
  );
});

test('a file of another version is refused by name', () => {
  const first = { format: 'rehearse-timeline', version: 1, tool: 'rehearse 0.1.0' };
  expect(() => readTimeline(`${JSON.stringify(first)}\n`)).toThrow(
    'line 1: this file has version 1 of the format and was written by rehearse 0.1.0; this build reads version 2: run the scenario again',
  );
});

test('the published schema is up to date', () => {
  expect(timelineJsonSchema()).toBe(readFileSync(SCHEMA, 'utf8'));
});

test('the published schema accepts every line of a real timeline, and refuses others', () => {
  const line = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  for (const text of writeTimeline(timeline).trimEnd().split('\n'))
    expect(line.safeParse(JSON.parse(text)).error).toBeUndefined();
  expect(line.safeParse({ atMs: 0, seq: 0, kind: 'action' }).success).toBe(false);
  expect(line.safeParse({ atMs: 0, seq: 0, kind: 'surprise', text: '' }).success).toBe(false);
});
