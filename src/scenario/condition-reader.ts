import {
  ExprError,
  type Location,
  parse,
  type TextComparison,
  textComparisonsOf,
  type Use,
  usesOf,
} from '../expr/index.ts';

/** A condition that was read: the names it uses and the texts that it compares them with, or where it cannot be read and what was expected there. */
export type ReadCondition =
  | { readonly uses: readonly Use[]; readonly comparisons: readonly TextComparison[]; readonly problem?: undefined }
  | {
      readonly problem: {
        readonly start: number;
        readonly end: number;
        readonly found: string;
        readonly expected: string;
      };
    };

/** Reads a condition as far as its names and its form go. */
export function readCondition(condition: string): ReadCondition {
  try {
    const tree = parse(condition);
    return { uses: usesOf(tree), comparisons: textComparisonsOf(tree) };
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    const { start, end } = error.at;
    return { problem: { start, end, found: found(condition, error.at), expected: error.expected ?? error.message } };
  }
}

function found(condition: string, { start, end }: Location): string {
  const text = condition.slice(start, end);
  return text.trim() === '' ? 'the end' : text;
}
