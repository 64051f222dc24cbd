import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual } from '../../src/api/equality.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { applyMergePatch, createMergePatch } from '../../src/api/merge-patch.ts';
import { reuse } from '../../src/api/reuse.ts';

/** JSON without nulls inside objects: what merge patches can describe. */
const { value, object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>('a', 'b', 0, 1, true, false),
    fc.array(fc.constantFrom<Json>('x', 1), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
}));

describe('merge patch', () => {
  it('follows the examples of RFC 7386', () => {
    const rows: readonly (readonly [Json, Json, Json])[] = [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b' }, { a: null }, {}],
      [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
      [
        ['a', 'b'],
        ['c', 'd'],
        ['c', 'd'],
      ],
      [{ a: 'b' }, ['c'], ['c']],
      [{ a: 'foo' }, null, null],
      [{ a: 'foo' }, 'bar', 'bar'],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [[1, 2], { a: 'b', c: null }, { a: 'b' }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of rows) expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('turns one object into another', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const patch = createMergePatch(before, after);
        if (patch === undefined) expect(before).toEqual(after);
        else expect(applyMergePatch(before, patch)).toEqual(after);
      }),
    );
  });

  it('keeps the identity of what it does not change', () => {
    fc.assert(
      fc.property(object, fc.dictionary(fc.constantFrom('a', 'b'), value, { maxKeys: 2 }), (before, patch) => {
        const after = applyMergePatch(before, patch);
        expect(applyMergePatch(after, {})).toBe(after);
        expect(applyMergePatch(after, patch)).toBe(after);
        if (!isJsonObject(after)) throw new Error('no object');
        for (const key of ['c', 'd']) expect(after[key]).toBe(before[key]);
      }),
    );
  });
});

describe('reuse', () => {
  it('equals the new value and is the old one where nothing differs', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const result = reuse(before, after);
        expect(result).toEqual(after);
        expect(result === before).toBe(deepEqual(before, after));
        const copy: Json = JSON.parse(JSON.stringify(before));
        expect(reuse(before, copy)).toBe(before);
      }),
    );
  });
});
