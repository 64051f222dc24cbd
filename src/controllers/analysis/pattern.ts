import { compileRegexp, type Regexp, RegexpError } from '../../expr/regexp.ts';

function compile(pattern: string): Regexp | undefined {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    if (error instanceof RegexpError) return undefined;
    throw error;
  }
}

/** Whether a pattern is found anywhere in a text; a broken pattern is found nowhere. Source: Go regexp.MatchString. */
export function matchesPattern(pattern: string, text: string): boolean {
  return compile(pattern)?.test(text) ?? false;
}
