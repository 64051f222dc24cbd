import { compileRegexp, type Regexp } from '../../expr/regexp.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on a label; a label that is not there counts as ''. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  matches(value: string): boolean;
}

/** Throws a RegexpError. Source: model/labels/matcher.go NewMatcher. */
export function newMatcher(name: string, operator: MatchOperator, value: string): Matcher {
  switch (operator) {
    case '=':
      return { name, operator, value, matches: (text) => text === value };
    case '!=':
      return { name, operator, value, matches: (text) => text !== value };
    case '=~': {
      const regexp = anchored(value);
      return { name, operator, value, matches: (text) => regexp.test(text) };
    }
    case '!~': {
      const regexp = anchored(value);
      return { name, operator, value, matches: (text) => !regexp.test(text) };
    }
  }
}

/**
 * The expression anchored at both ends, `.` also matches a newline. The expression itself must be valid: `a)|(b` is not.
 * Source: model/labels/regexp.go NewFastRegexMatcher.
 */
function anchored(pattern: string): Regexp {
  compileRegexp(pattern);
  return compileRegexp(`^(?s:${pattern})$`);
}
