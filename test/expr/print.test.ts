import { describe, expect, test } from 'vitest';
import { parse, print } from '../../src/expr/index.ts';
import { shape } from './fuzz.ts';

describe('print', () => {
  test.each([
    ['1+2*3', '1 + 2 * 3'],
    ['(1+2)*3', '(1 + 2) * 3'],
    ['2**3**2', '2 ** (3 ** 2)'],
    ['(2**3)**2', '(2 ** 3) ** 2'],
    ['-2 ** 2', '-(2 ** 2)'],
    ['(-2) ** 2', '(-2) ** 2'],
    ['a not in [1]', 'not (a in [1])'],
    ['not a == b', 'not a == b'],
    ['(a ?? b) + 1', '(a ?? b) + 1'],
    ['a ?? b ?? c', 'a ?? b ?? c'],
    ['x | len()', 'len(x)'],
    ['all(xs, {# > 1})', 'all(xs, # > 1)'],
    ['map(xs, {{"v": #}})', 'map(xs, {{"v": #}})'],
    ['map(xs, .name)', 'map(xs, #.name)'],
    ['a?.b.c[0]?.d', 'a?.b.c[0]?.d'],
    ['("abc")[1:2]', '("abc")[1:2]'],
    ['a["b c"].d', 'a["b c"].d'],
    ['5.', '5.0'],
    ['0x1F', '31'],
    ['{a: 1, ("b" + c): 2}', '{"a": 1, ("b" + c): 2}'],
    ['let x = 1; x ? "é\\n" : nil', 'let x = 1; x ? "é\\n" : nil'],
    ['a ? b ? 1 : 2 : 3', 'a ? (b ? 1 : 2) : 3'],
    ['a[:-1]', 'a[:-1]'],
    ['d.Add(x).Unix()', 'd.Add(x).Unix()'],
  ])('%s', (text, printed) => {
    const tree = parse(text);
    expect(print(tree)).toBe(printed);
    expect(shape(parse(printed))).toEqual(shape(tree));
  });
});
