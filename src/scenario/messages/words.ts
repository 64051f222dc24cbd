/** What a diagnostic says. */
export interface Sentence {
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly fix?: string;
}

/** A name that nothing knows, with the names that could have been meant. */
export interface Unknown {
  readonly found: string;
  readonly known: readonly string[];
  readonly suggestion: string | undefined;
}

/** A value of the wrong type at a path of a document. */
export interface Mistyped {
  readonly path: string;
  readonly found: string;
}

export const quoted = (text: string): string => JSON.stringify(text);

export function oneOf(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}`;
}

/** The fix of a misspelt name. */
export function meant(unknown: Unknown, otherwise: string): string {
  return unknown.suggestion === undefined ? otherwise : `did you mean ${unknown.suggestion}?`;
}

export function withArticle(kind: string): string {
  return `${/^([AEIO]|HTTP)/.test(kind) ? 'an' : 'a'} ${kind}`;
}
