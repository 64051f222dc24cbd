import { goQuote } from '../../api/go-quote.ts';

export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}

export function isAlpha(character: string): boolean {
  return /^[A-Za-z_]$/.test(character);
}

export function isAlphaNumeric(character: string): boolean {
  return isAlpha(character) || isDigit(character);
}

export function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

/** A character as Go's `%q` writes a rune; the end of the input ('') counts as an invalid one. */
export function quoteCharacter(character: string): string {
  if (character === '') return "'\ufffd'";
  if (character === "'") return "'\\''";
  if (character === '"') return `'"'`;
  return `'${goQuote(character).slice(1, -1)}'`;
}

/** A character as Go's `%#U` writes it: `U+0071 'q'`. */
export function unicodeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0xfffd;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character) ? `${name} '${character}'` : name;
}
