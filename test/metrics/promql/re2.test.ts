import { describe, expect, it } from 'vitest';
import { anchoredRe2, expandTemplate, plainRe2, RegexpError } from '../../../src/metrics/re2/re2.ts';

function matches(pattern: string, text: string): boolean {
  return anchoredRe2(pattern).test(text);
}

function errorOf(pattern: string): string {
  try {
    anchoredRe2(pattern);
    return '';
  } catch (error) {
    return error instanceof RegexpError ? error.message : String(error);
  }
}

describe('regular expressions of matchers', () => {
  it.each([
    ['a|b', 'b', true],
    ['a|b', 'ab', false],
    ['.*', 'two\nlines', true],
    ['(?-s).*', 'two\nlines', false],
    ['(?i)abc[x-z]', 'aBCY', true],
    ['(?i:a)b', 'AB', false],
    ['a(?i)b|c', 'aB', true],
    ['\\d+', '١', false],
    ['\\s', '\u00a0', false],
    ['[[:alpha:]_]+', 'ab_', true],
    ['[[:^digit:]]', '5', false],
    ['[^a]', '\n', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\pL\\p{Greek}', 'xλ', true],
    ['\\x{1F600}', '😀', true],
    ['[^\\W]', '-', false],
    ['a{2,3}', 'aaa', true],
    ['a{,3}', 'a{,3}', true],
    ['(?P<first>a)(b)?', 'a', true],
    ['[]a]', ']', true],
    ['[a\\-z]', '-', true],
    ['(?U)a+', 'aa', true],
    ['x*?y', 'xxy', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  // Source: Go regexp/syntax/parse.go, the texts of ErrorCode.
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
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?P<n', 'invalid named capture: `(?P<n`'],
  ])('%s is refused', (pattern, message) => {
    expect(errorOf(pattern)).toBe(`error parsing regexp: ${message}`);
  });

  it('puts groups into a template as Go does', () => {
    const { regexp, names } = plainRe2('^(?P<host>\\w+)\\.(\\w+)(?P<host>x)?$');
    const match = regexp.exec('db.local');
    if (match === null) throw new Error('no match');
    expect(expandTemplate('$1-${2}-$host-$$-$1x-${9}', match, names)).toBe('db-local-db-$--');
  });
});
