/**
 * What a terminal or a browser acts on instead of showing it: control characters (C0 but tab and line feed, DEL, C1), marks that turn the direction of
 * writing, separators of lines and paragraphs.
 */
const CONTROLS = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]';
const CONTROL = new RegExp(CONTROLS, 'g');
/** The same, and before it the colours that this program itself uses. */
const CONTROL_OR_COLOUR = new RegExp(`\\u001b\\[(?:[012]|3[1-6]|94)m|${CONTROLS}`, 'g');

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Text that is safe to show, as every text leaves the program: `\u001b` stands for an escape character. Line feeds and tabs stay. In JSON, where such
 * characters occur within strings alone, the result stands for the same value.
 */
export function printable(text: string): string {
  return text.replace(CONTROL, escaped);
}

/** The same for text with colours: what `printable` would take away of them stays. */
export function printableWithColours(text: string): string {
  return text.replace(CONTROL_OR_COLOUR, (found) => (found.length > 1 ? found : escaped(found)));
}

/** The same on one line: a line end with the spaces around it becomes a space. */
export function printableLine(text: string): string {
  const lines = text.split('\n');
  const trimmed = lines.map((line, index) => {
    const start = index === 0 ? line : line.trimStart();
    return index === lines.length - 1 ? start : start.trimEnd();
  });
  return printable(trimmed.join(' '));
}

/** Text without halves of surrogate pairs, which no encoding has: each becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
