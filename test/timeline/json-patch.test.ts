import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/api/json.ts';
import { applyJsonPatch, createJsonPatch } from '../../src/timeline/json-patch.ts';

const jsonObject = fc.dictionary(
  fc.constantFrom('a', 'b', 'a/b', '~', '~1', ''),
  fc.letrec<{ value: JsonObject }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, 1, '', 'x', '/'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'a/b'), tie('value')),
    ) as fc.Arbitrary<JsonObject>,
  })).value,
);

test('a patch turns any object into any other', () => {
  fc.assert(
    fc.property(jsonObject, jsonObject, (before, after) => {
      expect(applyJsonPatch(before, createJsonPatch(before, after))).toEqual(after);
    }),
  );
});

test('operations name the smallest place that changed, in the order of paths', () => {
  const before = {
    spec: { replicas: 4 },
    metadata: { annotations: { 'a/b': '1' } },
    list: [{ x: 1 }, { x: 2 }],
    gone: 1,
  };
  const after = {
    spec: { replicas: 5 },
    metadata: { annotations: { 'a/b': '2' } },
    list: [{ x: 1 }, { x: 3 }],
    fresh: null,
  };
  expect(createJsonPatch(before, after)).toEqual([
    { op: 'add', path: '/fresh', value: null },
    { op: 'remove', path: '/gone' },
    { op: 'replace', path: '/list/1/x', value: 3 },
    { op: 'replace', path: '/metadata/annotations/a~1b', value: '2' },
    { op: 'replace', path: '/spec/replicas', value: 5 },
  ]);
});

test('what a patch does not touch is shared', () => {
  const before = { spec: { replicas: 4 }, status: { phase: 'Healthy' } };
  const after = applyJsonPatch(before, [{ op: 'replace', path: '/spec/replicas', value: 5 }]);
  expect(after.status).toBe(before.status);
});

test('a patch of a place that is not there is an error', () => {
  expect(() => applyJsonPatch({}, [{ op: 'add', path: '/a/b', value: 1 }])).toThrow('/a/b');
});

test('a window that moves on is a remove and an add', () => {
  const window = (from: number): JsonObject => ({
    list: Array.from({ length: 10 }, (_, index) => ({ n: from + index, value: 'x' })),
  });
  expect(createJsonPatch(window(0), window(1))).toEqual([
    { op: 'remove', path: '/list/0' },
    { op: 'add', path: '/list/9', value: { n: 10, value: 'x' } },
  ]);
  const running = { list: [1, 2, { phase: 'Running' }] };
  expect(createJsonPatch(running, { list: [2, { phase: 'Successful' }, 4] })).toEqual([
    { op: 'remove', path: '/list/0' },
    { op: 'replace', path: '/list/1/phase', value: 'Successful' },
    { op: 'add', path: '/list/2', value: 4 },
  ]);
});

test('lists of any length are turned into each other', () => {
  const item = fc.constantFrom<Json>(0, 1, 2, 'a', null);
  fc.assert(
    fc.property(fc.array(item, { maxLength: 90 }), fc.array(item, { maxLength: 90 }), (before, after) => {
      expect(applyJsonPatch({ list: before }, createJsonPatch({ list: before }, { list: after }))).toEqual({
        list: after,
      });
    }),
  );
});

test('keys that every object has by inheritance are keys like any others', () => {
  const before: JsonObject = JSON.parse('{"labels":{"a":"1"}}');
  const after: JsonObject = JSON.parse('{"labels":{"a":"1","__proto__":"x","constructor":"y","toString":"z"}}');
  expect(JSON.stringify(applyJsonPatch(before, createJsonPatch(before, after)))).toBe(JSON.stringify(after));
  expect(JSON.stringify(applyJsonPatch(after, createJsonPatch(after, before)))).toBe(JSON.stringify(before));
});

test('a place beyond the end of a list is an error', () => {
  expect(() => applyJsonPatch({ list: [1] }, [{ op: 'remove', path: '/list/1' }])).toThrow('/list/1');
  expect(() => applyJsonPatch({ list: [1] }, [{ op: 'add', path: '/list/2', value: 1 }])).toThrow('/list/2');
  expect(() => applyJsonPatch({ list: [1] }, [{ op: 'replace', path: '/list/x', value: 1 }])).toThrow('/list/x');
});
