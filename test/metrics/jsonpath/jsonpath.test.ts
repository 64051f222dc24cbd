import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/api/json.ts';
import { findResults, JsonPathError, JsonPathPanic } from '../../../src/metrics/jsonpath/evaluate.ts';
import { JsonPathSyntaxError } from '../../../src/metrics/jsonpath/nodes.ts';
import { parseJsonPath } from '../../../src/metrics/jsonpath/parser.ts';
import { printResults } from './print.ts';
import { fuzzOne, type Outcome } from './fuzz.ts';

const FUZZED = 4000;

function print(path: string, document: Json): string {
  return printResults(findResults(parseJsonPath(path), document));
}

describe('JSONPath', () => {
  it('never fails but in the known ways, whatever the template', () => {
    const outcomes = new Set<Outcome>();
    for (let seed = 0; seed < FUZZED; seed += 1) outcomes.add(fuzzOne(seed).outcome);
    expect([...outcomes].sort()).toEqual(['error', 'panic', 'results', 'syntax error']);
  });

  it('stops templates whose results multiply', () => {
    let document: Json = [1];
    for (let depth = 0; depth < 40; depth += 1) document = [document, document];
    expect(() => print(`{$${'[0,0]'.repeat(40)}}`, document)).toThrow(JsonPathError);
    expect(() => print(`{$${'[*]'.repeat(40)}}`, document)).toThrow('more than 1000000 values');
    expect(() => print('{range $..}'.repeat(12), document)).toThrow('more than 1000000 values');
  });

  it('stops templates that go too deep, and reads long ones', () => {
    let nested = '@';
    for (let depth = 0; depth < 100; depth += 1) nested = `@[?(${nested})]`;
    expect(() => parseJsonPath(`{${nested}}`)).toThrow(JsonPathSyntaxError);
    const long = 20_000;
    const [list] = parseJsonPath(`{${'.a'.repeat(long)}}`);
    expect(list?.kind === 'list' ? list.nodes.length : 0).toBe(long);
  });

  // Source: client-go's evalFilter asks only whether the failed path left values behind: an index out of bounds does.
  it('takes an index out of bounds for existing, a missing field not', () => {
    const document = [{ tags: ['x'] }, { tags: [] }, {}];
    expect(print('{$[?(@.tags[5])]}', document)).toBe('{"tags":["x"]} {"tags":[]}');
    expect(print('{$[?(@.other)]}', document)).toBe('');
  });

  // Source: client-go's evalArray returns from the loop over its input at the first slice without elements.
  it('gives up at a slice without elements', () => {
    expect(
      print('{$[*][1:1]}', [
        [1, 2],
        [3, 4],
      ]),
    ).toBe('');
    expect(
      print('{$[*][:1]}', [
        [1, 2],
        [3, 4],
      ]),
    ).toBe('1 3');
  });

  it('crashes where the reference does', () => {
    expect(() => print('{$[0]}', null)).toThrow(JsonPathPanic);
    expect(() => print('{range $}{@}{end}', null)).toThrow(JsonPathPanic);
  });

  it('does not find what every object has in JavaScript', () => {
    expect(() => print('{$.constructor}', {})).toThrow('constructor is not found');
    expect(print('{$.__proto__}', JSON.parse('{"__proto__": 3}'))).toBe('3');
  });
});
