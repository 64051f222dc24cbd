import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticList } from '../../src/scenario/diagnostics.ts';
import { positionOf, sourceFile } from '../../src/scenario/source-file.ts';
import { placeInText, placeOfKey, placeOfValue, pathText } from '../../src/scenario/yaml-path.ts';
import { readYaml, type YamlDocument } from '../../src/scenario/yaml-reader.ts';

function read(text: string): YamlDocument {
  const [document] = readYaml(sourceFile('test.yaml', text), 'manifest', new DiagnosticList());
  if (document === undefined) throw new Error('no document');
  return document;
}

describe('positions', () => {
  test.each([
    ['plain', 'run: kubectl argo rollouts promot shop'],
    ['double quotes', 'run: "kubectl argo rollouts promot shop"'],
    ['single quotes', "run: 'kubectl argo rollouts promot shop'"],
    ['literal block', 'run: |-\n  kubectl argo rollouts promot shop'],
    ['folded block', 'run: >-\n  kubectl argo\n  rollouts promot\n  shop'],
    ['folded plain', 'run: kubectl argo\n  rollouts\n  promot shop'],
    ['escapes', 'run: "kubectl \\"argo\\" rollouts promot shop"'],
    ['doubled quotes', "run: 'kubectl ''argo'' rollouts promot shop'"],
    ['anchor', 'x: &x kubectl argo rollouts promot shop\nrun: *x'],
  ])('a word inside a text is found: %s', (_form, text) => {
    const document = read(text);
    const value = document.value;
    if (value === null || typeof value !== 'object' || !('run' in value) || typeof value.run !== 'string')
      throw new Error('no text');
    const start = value.run.indexOf('promot');
    const place = placeInText(document, ['run'], start, start + 'promot'.length);
    expect(text.slice(place.start, place.end)).toBe('promot');
  });

  test('keys and values are found through lists, aliases and merges', () => {
    const text = 'u: &u {b: 1}\nw:\n  - c: 2\n    <<: *u\n  - *u\n';
    const document = read(text);
    const at = (place: { start: number; end: number }): string => text.slice(place.start, place.end);
    expect(at(placeOfValue(document, ['w', 0, 'c']))).toBe('2');
    expect(at(placeOfKey(document, ['w', 0, 'c']))).toBe('c');
    expect(at(placeOfValue(document, ['w', 0, 'b']))).toBe('1');
    expect(at(placeOfValue(document, ['w', 1, 'b']))).toBe('1');
    expect(at(placeOfKey(document, ['w', 0, 'missing']))).toBe('c');
  });

  test('lines and columns count from 1', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]*$/), { minLength: 1 }), fc.nat(), (lines, seed) => {
        const text = lines.join('\n');
        const offset = seed % (text.length + 1);
        const before = text.slice(0, offset).split('\n');
        expect(positionOf(sourceFile('x', text), offset)).toEqual({
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
      }),
    );
  });

  test('paths are written as people write them', () => {
    expect(pathText(['spec', 'images', 'shop:v1', 'readyAfter', 0])).toBe('spec.images["shop:v1"].readyAfter[0]');
  });
});
