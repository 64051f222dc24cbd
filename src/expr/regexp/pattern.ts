import type { RuneSet } from './sets.ts';

export type Assertion = 'beginText' | 'endText' | 'beginLine' | 'endLine' | 'word' | 'noWord';

/** A regular expression as a tree. */
export type Pattern =
  | { readonly kind: 'rune'; readonly set: RuneSet }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  /** `max` is undefined for any number. */
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number | undefined };
