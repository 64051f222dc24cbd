import { ExprPanic } from '../../expr/expr-error.ts';
import { compileRegexp, type Regexp } from '../../expr/regexp/regexp.ts';

function compile(pattern: string): Regexp | undefined {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    if (error instanceof ExprPanic) return undefined;
    throw error;
  }
}

/** Whether a pattern is found anywhere in a text; a broken pattern is found nowhere. Source: Go regexp.MatchString. */
export function matchesPattern(pattern: string, text: string): boolean {
  return compile(pattern)?.test(text, () => undefined) ?? false;
}
