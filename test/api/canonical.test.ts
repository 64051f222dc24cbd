import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/api/canonical.ts';
import { goJson } from '../../src/api/go-json.ts';
import type { Json } from '../../src/api/json.ts';
import { KNOWN_RESOURCES } from '../../src/api/resources.ts';
import { rollout } from '../../src/api/shape/rollout.ts';
import { list, map, omit, pointer, raw, type Shape, struct, text } from '../../src/api/shape/shape.ts';

/** JSON that fits a shape more or less: fields may be missing, null or zero, and there are unknown ones. */
function jsonOf(shape: Shape<unknown>, depth = 0): fc.Arbitrary<Json> {
  if (shape.form === 'scalar') {
    if (shape.kind === 'text') return fc.constantFrom('', 'a', '<é>');
    if (shape.kind === 'bool') return fc.boolean();
    if (shape.kind === 'time') return fc.constantFrom(null, '2026-01-01T00:00:00.5+01:00');
    if (shape.kind === 'quantity') return fc.constantFrom<Json>('0.5', '1024Mi', 2);
    if (shape.kind === 'intOrString') return fc.constantFrom<Json>(0, 1, '25%');
    return shape.kind === 'raw' ? fc.constantFrom<Json>({ x: 1 }, 'raw', 0) : fc.constantFrom(0, 1, 5);
  }
  if (depth > 4) return fc.constant(null);
  if (shape.form === 'list') return fc.option(fc.array(jsonOf(shape.item, depth + 1), { maxLength: 2 }));
  if (shape.form === 'map') {
    return fc.option(
      fc.dictionary(fc.constantFrom('z', 'a', '10', '9'), jsonOf(shape.item, depth + 1), { maxKeys: 3 }),
    );
  }
  const fields = Object.entries(shape.fields).map(([name, field]) => [name, jsonOf(field.shape, depth + 1)]);
  const entries = [...fields, ['unknown', fc.constant(1)]];
  return fc.option(fc.record<Record<string, Json>>(Object.fromEntries(entries), { requiredKeys: [] }));
}

describe('canonical form', () => {
  for (const { kind, shape } of KNOWN_RESOURCES) {
    if (shape === undefined) continue;
    it(`of a ${kind} is its own canonical form, and comes back itself`, () => {
      fc.assert(
        fc.property(jsonOf(shape), (value) => {
          const once = canonical(shape, value);
          expect(canonical(shape, once)).toBe(once);
          const copy: Json = JSON.parse(JSON.stringify(once));
          expect(canonical(shape, copy)).toEqual(once);
          expect(goJson(shape, copy)).toBe(goJson(shape, value));
        }),
        { numRuns: 20 },
      );
    });
  }

  it('keeps the identity of parts that are canonical', () => {
    const first = canonical(rollout, { metadata: { name: 'x', labels: { a: 'b' } }, spec: { replicas: 1 } });
    if (typeof first !== 'object' || first === null || !('spec' in first)) throw new Error('no object');
    const second = canonical(rollout, { ...first, status: { phase: 'Paused', unknown: 1 } });
    expect(second).toMatchObject({ status: { phase: 'Paused' } });
    expect(second).toHaveProperty('spec', first.spec);
    expect(Object.values(second ?? {})).toContain(first.spec);
  });

  it('reads null as nothing, drops empty lists, keeps any raw value', () => {
    const shape = struct({ a: omit(list(text)), b: pointer(text), c: omit(map(text)), d: omit(raw) });
    expect(canonical(shape, { a: [], b: '', c: { k: null }, d: 0 })).toEqual({ b: '', c: { k: '' }, d: 0 });
    expect(canonical(shape, { a: null, b: null, c: null, d: null })).toEqual({ d: null });
  });

  it('tells what was expected, and where', () => {
    const rows: readonly (readonly [Json, string])[] = [
      [{ spec: { replicas: '5' } }, 'spec.replicas: expected a whole number, found "5"'],
      [{ spec: { replicas: 1.5 } }, 'spec.replicas: expected a whole number, found 1.5'],
      [{ spec: { paused: 'yes' } }, 'spec.paused: expected true or false, found "yes"'],
      [{ metadata: { name: 1 } }, 'metadata.name: expected text, found 1'],
      [{ metadata: { labels: { a: 1 } } }, 'metadata.labels.a: expected text, found 1'],
      [{ spec: { strategy: { canary: { steps: {} } } } }, 'spec.strategy.canary.steps: expected a list, found {}'],
      [{ spec: { restartAt: 'soon' } }, 'spec.restartAt: expected a time such as 2026-01-01T00:00:00Z, found "soon"'],
      ['x', 'the object: expected an object, found "x"'],
    ];
    for (const [value, message] of rows) expect(() => canonical(rollout, value)).toThrow(message);
  });
});
