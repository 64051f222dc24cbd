import { anchoredRe2 } from '../re2/re2.ts';

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
      const regexp = anchoredRe2(value);
      return { name, operator, value, matches: (text) => regexp.test(text) };
    }
    case '!~': {
      const regexp = anchoredRe2(value);
      return { name, operator, value, matches: (text) => !regexp.test(text) };
    }
  }
}
