import { describe, expect, test } from 'vitest';
import { compile, evalCondition, ExprError, float, parse, text, typesOf, type Value } from '../../src/expr/index.ts';

/** What an expression says when it fails. */
function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ExprError) return error.message;
    throw error;
  }
  return '';
}

const env = new Map<string, Value>([['s', text('a'.repeat(2000))]]);
const run = (expression: string): Value => compile(expression, typesOf(env)).run(env);

describe('bounds', () => {
  test('elements, as in the reference', () => {
    expect(failure(() => run('map(1..999999, #) == []'))).toBe('');
    expect(failure(() => run('map(1..1000000, #) == []'))).toBe('memory budget exceeded');
    expect(failure(() => run('len(1..5000000)'))).toBe('memory budget exceeded');
    expect(failure(() => run('repeat("a", 1000001)'))).toBe('memory budget exceeded');
  });

  test.each([
    'all(1..1000000, all(1..1000000, true))',
    'all(1..1000000, sum(1..1000000) > 0)',
    'all(1..1000000, 0.5 not in 1..1000000)',
    'any(1..1000000, s matches "(a|aa)*b")',
    'any(1..1000000, s contains "b")',
    'map(1..1000, sort(1..1000))',
  ])('steps: %s', (expression) => {
    expect(failure(() => run(expression))).toMatch(/budget exceeded/);
  });

  test.each([
    'repeat(repeat("a", 1000000), 1000000)',
    'replace(repeat("a", 1000000), "a", repeat("b", 1000000))',
    'reduce(1..1000000, #acc + #acc, "a")',
    'join(map(1..100000, repeat("a", 1000)), ",")',
    'len(map(1..900000, toJSON(s)))',
  ])('text: %s', (expression) => {
    expect(failure(() => run(expression))).toMatch(/budget exceeded/);
  });

  test('a regular expression takes time in proportion, however it is written', () => {
    expect(run('s matches "^(a+)+$"')).toBe(true);
    expect(run('s matches "^(a|a|a)*b"')).toBe(false);
    expect(run(`s matches "${'(x+x+)+'.repeat(20)}y"`)).toBe(false);
  });

  test.each([
    ['brackets', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['signs', `${'-'.repeat(90_000)}1`],
    ['a chain of operators', `1${'+1'.repeat(40_000)}`],
    ['members', `a${'.b'.repeat(40_000)}`],
    ['lists', '['.repeat(90_000)],
    ['conditions', '1?'.repeat(40_000)],
    ['variables', 'let x = '.repeat(10_000)],
    ['closures', 'map(x, '.repeat(10_000)],
    ['a text without an end', ' '.repeat(200_000)],
  ])('nesting: %s', (_, expression) => {
    expect(failure(() => parse(expression))).toMatch(/nested too deeply|too long/);
  });

  test('overloads do not multiply', () => {
    expect(failure(() => run(`${'join('.repeat(100)}5${')'.repeat(100)}`))).toContain('to call join');
  });

  test('what is nested as deeply as allowed can be checked, optimised and run', () => {
    expect(run(`${'('.repeat(290)}1${')'.repeat(290)}`)).toBe(1n);
    expect(run(`${'-'.repeat(290)}1`)).toBe(1n);
    expect(run(`1${'+1'.repeat(290)}`)).toBe(291n);
    expect(run(`${'[len('.repeat(140)}s${')]'.repeat(140)} == nil`)).toBe(false);
  });
});

describe('results', () => {
  test('NaN fulfils no comparison', () => {
    expect(evalCondition(float(NaN), 'result >= 0.95')).toBe(false);
    expect(evalCondition(float(NaN), 'result < 0.95')).toBe(false);
  });

  test('a condition that is no yes or no', () => {
    expect(failure(() => evalCondition(float(1), 'result'))).toBe('expected bool, but got float64');
  });
});
