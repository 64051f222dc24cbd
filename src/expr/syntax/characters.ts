const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const SPACE = /^\p{White_Space}$/u;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

/**
 * Whether a character may begin a name.
 *
 * Source: expr v1.15.5 parser/utils/utils.go IsAlphabetic
 */
function isAlphabetic(character: string): boolean {
  return character === '_' || character === '$' || LETTER.test(character);
}

/** Source: expr v1.15.5 parser/utils/utils.go IsAlphaNumeric */
export function isAlphaNumeric(character: string): boolean {
  return isAlphabetic(character) || DIGIT.test(character);
}

export function isSpace(character: string): boolean {
  return SPACE.test(character);
}

/** Whether Go shows the character as itself in a quoted text. */
export function isPrintable(character: string): boolean {
  return character === ' ' || PRINTABLE.test(character);
}

/** Source: expr v1.15.5 parser/utils/utils.go IsValidIdentifier */
export function isIdentifier(text: string): boolean {
  const [first, ...rest] = text;
  return first !== undefined && isAlphabetic(first) && rest.every(isAlphaNumeric);
}
