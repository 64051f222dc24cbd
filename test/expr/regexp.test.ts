import { describe, expect, it } from 'vitest';
import { compileRegexp, RegexpError } from '../../src/expr/regexp.ts';
import { expandTemplate } from '../../src/metrics/promql/label-functions.ts';
import { newMatcher } from '../../src/metrics/series/matcher.ts';

function errorOf(pattern: string): string {
  try {
    compileRegexp(pattern);
    return '';
  } catch (error) {
    return error instanceof RegexpError ? error.message : String(error);
  }
}

// Source: Go regexp/syntax/parse.go and regexp.go; each row has been run against Go.
describe('regular expressions', () => {
  it.each([
    ['a|b', 'xb', true],
    ['.', '\n', false],
    ['(?s).', '\n', true],
    ['(?i)^abc[x-z]$', 'aBCY', true],
    ['^(?i:a)b$', 'AB', false],
    ['^\\d+$', '١', false],
    ['\\s', '\u00a0', false],
    ['\\s', '\v', false],
    ['^[[:alpha:]_]+$', 'ab_', true],
    ['[[:^digit:]]', '5', false],
    ['[^a]', '\n', true],
    ['^\\Qa.b\\E+$', 'a.bb', true],
    ['^\\pL\\p{Greek}$', 'xλ', true],
    ['^\\x{1F600}$', '😀', true],
    ['^.$', '😀', true],
    ['(?i)k', '\u212a', true],
    ['[^\\W]', '-', false],
    ['^a{,3}$', 'a{,3}', true],
    ['^[]a]$', ']', true],
    ['\\bé', 'é', false],
    ['^(?m:^b$)', 'a\nb', false],
    ['(?m)^b$', 'a\nb', true],
    ['b$', 'b\n', false],
  ])('%s in %j: %s', (pattern, text, expected) => {
    expect(compileRegexp(pattern).test(text)).toBe(expected);
  });

  it.each([
    ['(', 'missing closing ): `(`'],
    ['a)', 'unexpected ): `a)`'],
    ['[a', 'missing closing ]: `[a`'],
    ['*', 'missing argument to repetition operator: `*`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(?i)*', 'missing argument to repetition operator: `*`'],
    ['(a{600}){3}', 'invalid repeat count: `{3}`'],
    ['(?i', 'invalid or unsupported Perl syntax: `(?i`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['\\8', 'invalid escape sequence: `\\8`'],
    ['\\x4', 'invalid escape sequence: `\\x4`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?P<n', 'invalid named capture: `(?P<n`'],
    ['(?P<', 'invalid or unsupported Perl syntax: `(?P`'],
    ['(?<', 'invalid or unsupported Perl syntax: `(?<`'],
    ['(?P<n>a)(?P<n>b', 'missing closing ): `(?P<n>a)(?P<n>b`'],
    ['(?P<n>a)(?P<n>b)\\', 'trailing backslash at end of expression: ``'],
    [
      `${'('.repeat(1001)}${')'.repeat(1001)}`,
      `expression nests too deeply: \`${'('.repeat(1001)}${')'.repeat(1001)}\``,
    ],
  ])('%s is refused', (pattern, message) => {
    expect(errorOf(pattern)).toBe(`error parsing regexp: ${message}`);
  });

  it('has groups by number and by name', () => {
    const regexp = compileRegexp('(?P<first>a)(b)?(?<last>c)');
    expect(regexp.groupNames).toEqual(['first', '', 'last']);
    expect(regexp.exec('xac')).toEqual(['ac', 'a', undefined, 'c']);
    expect(regexp.exec('ab')).toBeUndefined();
  });

  it('accepts a group name twice', () => {
    const regexp = compileRegexp('\\Q(?P<n>\\E[(?P<n>](?P<n>a)(?P<__proto__>_1)(?P<n>b)');
    expect(regexp.groupNames).toEqual(['n', '__proto__', 'n']);
    expect(regexp.exec('(?P<n>>a_1b')).toEqual(['(?P<n>>a_1b', 'a', '_1', 'b']);
  });

  it.each(['^(a+)+$', '^(a|a)*$', `^(x+x+)+y|${'(a*)*'.repeat(20)}b$`])(
    'takes time in proportion to the text: %s',
    (pattern) => {
      expect(compileRegexp(pattern).test(`${'a'.repeat(50_000)}!`)).toBe(false);
    },
  );
});

describe('label matchers', () => {
  it.each([
    ['a|b', 'ab', false],
    ['a|b', 'b', true],
    ['.*', 'two\nlines', true],
    ['(?-s).*', 'two\nlines', false],
    ['(x+x+)+y', 'x'.repeat(48), false],
  ])('%s against %j: %s', (pattern, text, expected) => {
    expect(newMatcher('l', '=~', pattern).matches(text)).toBe(expected);
    expect(newMatcher('l', '!~', pattern).matches(text)).toBe(!expected);
  });

  it('are anchored as a whole', () => {
    expect(() => newMatcher('l', '=~', 'a)|(b')).toThrow('error parsing regexp: unexpected ): `a)|(b`');
  });
});

describe('templates', () => {
  it('get the groups of a match as in Go', () => {
    const regexp = compileRegexp('^(?P<host>\\w+)\\.(\\w+)(?P<host>x)?$');
    const match = regexp.exec('db.local') ?? [];
    expect(expandTemplate('$1-${2}-$host-$$-$1x-${9}', match, regexp.groupNames)).toBe('db-local-db-$--');
  });
});
