import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json } from '../../src/api/json.ts';
import { applyJsonPatchOperations } from '../../src/api/json-patch.ts';
import { createJsonPatch } from '../../src/timeline/json-patch.ts';

const REFUSED = 'the server rejected our request due to an error in our request';
const target = { a: 1, list: [1, 2, 3], deep: { 'x/y': { '~z': true } } };

/** Source: RFC 6902. */
describe('a JSON patch', () => {
  it.each<[string, Json, Json]>([
    ['adds a field', [{ op: 'add', path: '/b', value: [] }], { ...target, b: [] }],
    ['adds over a field', [{ op: 'add', path: '/a', value: 2 }], { ...target, a: 2 }],
    ['inserts into a list', [{ op: 'add', path: '/list/1', value: 9 }], { ...target, list: [1, 9, 2, 3] }],
    ['appends to a list', [{ op: 'add', path: '/list/-', value: 9 }], { ...target, list: [1, 2, 3, 9] }],
    ['replaces an item', [{ op: 'replace', path: '/list/0', value: 9 }], { ...target, list: [9, 2, 3] }],
    ['removes an item', [{ op: 'remove', path: '/list/1' }], { ...target, list: [1, 3] }],
    ['reads escaped names', [{ op: 'remove', path: '/deep/x~1y/~0z' }], { ...target, deep: { 'x/y': {} } }],
    ['moves', [{ op: 'move', from: '/a', path: '/deep/b' }], { list: [1, 2, 3], deep: { ...target.deep, b: 1 } }],
    ['copies', [{ op: 'copy', from: '/a', path: '/list/0' }], { ...target, list: [1, 1, 2, 3] }],
    [
      'tests, and goes on',
      [
        { op: 'test', path: '/a', value: 1 },
        { op: 'remove', path: '/list' },
      ],
      { a: 1, deep: target.deep },
    ],
  ])('%s', (_what, patch, expected) => {
    expect(applyJsonPatchOperations(target, patch)).toEqual(expected);
  });

  it.each<[string, Json]>([
    ['a failed test', [{ op: 'test', path: '/a', value: 2 }]],
    ['a place that is not there', [{ op: 'replace', path: '/b', value: 1 }]],
    ['a way that is not there', [{ op: 'add', path: '/b/c', value: 1 }]],
    ['an item beyond the end', [{ op: 'add', path: '/list/4', value: 1 }]],
    ['a place within a number', [{ op: 'add', path: '/a/b', value: 1 }]],
    ['an index that is none', [{ op: 'remove', path: '/list/01' }]],
    ['an unknown operation', [{ op: 'mend', path: '/a' }]],
    ['what is no list', { op: 'remove', path: '/a' }],
    ['the loss of everything', [{ op: 'remove', path: '' }]],
  ])('is refused for %s', (_what, patch) => {
    expect(() => applyJsonPatchOperations(target, patch)).toThrow(REFUSED);
  });

  it('does what the timeline writes down', () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean());
    const object = fc.dictionary(fc.string({ maxLength: 3 }), fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), {
      maxKeys: 4,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(object, object, (before, after) => {
        if (!isJsonObject(before) || !isJsonObject(after)) throw new Error('no object');
        const operations = createJsonPatch(before, after).map((operation): Json => ({ ...operation }));
        expect(applyJsonPatchOperations(before, operations)).toEqual(after);
      }),
    );
  });
});
