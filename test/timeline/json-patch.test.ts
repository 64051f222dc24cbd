import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
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
