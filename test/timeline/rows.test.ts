import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { stableJson } from '../../src/api/stable-json.ts';
import { timelineLines, writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import { RowReader, RowWriter } from '../../src/timeline/rows.ts';
import { rolloutManifest, worldOf } from '../simulation/worlds.ts';

const scalar = fc.constantFrom(null, true, false, 0, 1, 2, '', 'a', 'long enough', 'another text', 'and one more');
const line = fc.oneof(
  fc.record({
    seq: fc.constant(0),
    kind: scalar,
    object: fc.record({ name: scalar, ['__proto__']: scalar }),
    list: fc.array(scalar, { maxLength: 2 }),
  }),
  fc.record({
    kind: scalar,
    '10': scalar,
    '9': scalar,
    deep: fc.array(fc.record({ x: scalar, 'a/b': scalar }), { maxLength: 2 }),
  }),
) as fc.Arbitrary<JsonObject>;

test('any lines read back from rows as they were', () => {
  let rows = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 200, maxLength: 400 }), (lines) => {
      const writer = new RowWriter(2);
      const reader = new RowReader();
      let form: number | undefined;
      let seq = 0;
      for (const original of lines) {
        const numbered = 'seq' in original ? { ...original, seq: seq++ } : original;
        for (const text of writer.write(numbered, stableJson)) {
          const value = JSON.parse(text);
          if (value.kind === 'form' && 'form' in value) {
            form = value.form;
            continue;
          }
          if (form !== undefined) reader.declare(form, value);
          form = undefined;
          if (Array.isArray(value)) rows += 1;
          const read = Array.isArray(value) ? reader.read(value, seq - 1) : value;
          expect(stableJson(read)).toBe(stableJson(numbered));
        }
      }
    }),
    { numRuns: 30, endOnFailure: true },
  );
  expect(rows).toBeGreaterThan(100);
});

test('rows that do not fit their form are refused', () => {
  const reader = new RowReader();
  reader.declare(0, { kind: 'x', name: 'n', count: 1 });
  expect(() => reader.read([1], 0)).toThrow('a row of form 1, which is not declared');
  expect(() => reader.read([0, 0, 'text'], 0)).toThrow('a row that does not fit form 0: [0,"text"]');
  expect(() => reader.read([0, 9, 'text'], 0)).toThrow('a row that does not fit form 0: [9,"text"]');
  expect(() => reader.read([0, 1, null], 0)).toThrow('a row that does not fit form 0: [1,null]');
  expect(reader.read([0, 0, 2], 0)).toEqual({ kind: 'x', name: 'n', count: 2 });
});

test('a run with many pods is stored in a fraction of its lines, and reads back as it was', () => {
  const manifest = rolloutManifest([]);
  const spec = { ...(manifest['spec'] as JsonObject), replicas: 800 };
  const timeline = runWorld(worldOf({ manifests: [{ ...manifest, spec }] }));
  const stored = [...timelineLines(timeline, { rows: true })].join('');
  expect(stored.length).toBeLessThan(writeTimeline(timeline).length / 2);
  const back = readTimeline(stored);
  expect(back).toEqual(timeline);
  expect([...timelineLines(back, { rows: true })].join('')).toBe(stored);
});
