import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Json } from '../../src/api/json.ts';
import { DiagnosticList } from '../../src/scenario/diagnostics.ts';
import { sourceFile } from '../../src/scenario/source-file.ts';
import { type Dialect, readYaml } from '../../src/scenario/yaml-reader.ts';

function read(text: string, dialect: Dialect = 'manifest'): readonly Json[] {
  const diagnostics = new DiagnosticList();
  const documents = readYaml(sourceFile('test.yaml', text), dialect, diagnostics);
  expect(diagnostics.sorted()).toEqual([]);
  return documents.map(({ value }) => value);
}

/** JSON that survives a trip through text: integers that a double holds, no negative zero. */
function exact(value: unknown): Json {
  return JSON.parse(JSON.stringify(value, (_key, item: unknown) => (isRounded(item) ? 0 : item)));
}

function isRounded(item: unknown): boolean {
  return typeof item === 'number' && Number.isInteger(item) && !Number.isSafeInteger(item);
}

describe('manifests are read as kubectl reads them', () => {
  // Source: sigs.k8s.io/yaml goyaml.v2 resolve.go
  test.each([
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['n', false],
    ['"yes"', 'yes'],
    ['0644', 420],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['-0b101', -5],
    ['1_000', 1000],
    ['089', 89],
    ['12:30', '12:30'],
    ['12:30:45', '12:30:45'],
    ['2026-01-01', '2026-01-01'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['1e3', 1000],
    ['.5', 0.5],
    ['+7', 7],
    ['~', null],
    ['', null],
    ['1.2.3', '1.2.3'],
    ['250m', '250m'],
  ])('%s is %j', (text, value) => {
    expect(read(`a: ${text}`)).toEqual([{ a: value }]);
  });

  test('keys that are no text become text', () => {
    expect(read('on: a\n1: b\n1.5: c')).toEqual([{ true: 'a', '1': 'b', '1.5': 'c' }]);
  });

  test('merge keys never replace what is there, and the first source wins', () => {
    const text = 'u: &u {a: 1, b: 1}\nv: &v {b: 2, c: 2}\nw:\n  <<: [*u, *v]\n  a: 0';
    expect(read(text)).toEqual([{ u: { a: 1, b: 1 }, v: { b: 2, c: 2 }, w: { a: 0, b: 1, c: 2 } }]);
  });

  test('documents that are empty or hold only comments are left out', () => {
    expect(read('---\n# Source: chart/templates/none.yaml\n---\na: 1\n---\n\n---\nb: 2\n...\n')).toEqual([
      { a: 1 },
      { b: 2 },
    ]);
  });

  test('JSON is read too, tabs and all', () => {
    expect(read('{\n\t"a": [1, 2.5, null, {"b": "\\u00e9\\n"}]\n}\n')).toEqual([{ a: [1, 2.5, null, { b: 'é\n' }] }]);
  });

  test('windows line ends and a byte order mark do no harm', () => {
    expect(read('\ufeffa: 1\r\nb:\r\n  - x\r\n')).toEqual([{ a: 1, b: ['x'] }]);
  });

  test('a key named __proto__ is data', () => {
    const [value] = read('"__proto__": {a: 1}');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1}}');
  });

  test('any JSON value comes back from its JSON text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const plain = exact(value);
        expect(read(JSON.stringify(plain))).toEqual([plain]);
      }),
    );
  });
});

describe('scenario files are YAML 1.2', () => {
  test('yes, on and 0644 are not special', () => {
    expect(read('a: yes\nb: on\nc: 0644', 'scenario')).toEqual([{ a: 'yes', b: 'on', c: 644 }]);
  });

  test('any JSON value comes back from its YAML text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const plain = exact(value);
        expect(read(stringify(plain), 'scenario')).toEqual([plain]);
      }),
    );
  });
});
