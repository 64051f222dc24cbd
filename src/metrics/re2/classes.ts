/** Parts of character classes, as they stand between the brackets of a JavaScript class. */

const PERL: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };

/** `\d`, `\S`, …: ASCII only, unlike JavaScript's `\s`. Undefined for any other letter. */
export function perlClass(letter: string): { readonly inside: string; readonly negated: boolean } | undefined {
  const inside = PERL[letter.toLowerCase()];
  return inside === undefined ? undefined : { inside, negated: letter !== letter.toLowerCase() };
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** The inside of `[[:alpha:]]`, by the name between the colons. */
export function posixClass(name: string): string | undefined {
  return POSIX[name];
}

function isUnicodeProperty(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}

/** `\p{Greek}` and `\pL` as JavaScript writes them; undefined if there is no such property. */
export function unicodeClass(name: string, negated: boolean, ignoreCase: boolean): string | undefined {
  const letter = negated ? 'P' : 'p';
  const plain = name.startsWith('^') ? name.slice(1) : name;
  const sign = name.startsWith('^') ? (letter === 'p' ? 'P' : 'p') : letter;
  if (ignoreCase && /^L[ult]$/.test(plain) && sign === 'p') return '\\p{Lu}\\p{Ll}\\p{Lt}';
  if (plain === 'Any') return sign === 'p' ? '\\u{0}-\\u{10ffff}' : undefined;
  return [`\\${sign}{${plain}}`, `\\${sign}{Script=${plain}}`].find(isUnicodeProperty);
}

/** One character so that it stands for itself inside and outside a class of a regular expression with flag u. */
export function literalText(character: string): string {
  if (/[\^$\\.*+?()[\]{}|/-]/.test(character)) return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || code > 0x7e ? `\\u{${code.toString(16)}}` : character;
}

/** The other case of a letter; undefined for anything else, and where the other case is several characters. */
export function otherCase(character: string): string | undefined {
  const other = [character.toUpperCase(), character.toLowerCase()].find((each) => each !== character);
  return other !== undefined && [...other].length === 1 ? other : undefined;
}

/** The letters of the other case within a range of characters, as parts of a class: `a-f` gives `A-F`. */
export function otherCaseRanges(low: string, high: string): string {
  const overlap = (from: string, to: string): string => {
    const first = low > from ? low : from;
    const last = high < to ? high : to;
    const [a, b] = [otherCase(first), otherCase(last)];
    return first <= last && a !== undefined && b !== undefined ? `${a}-${b}` : '';
  };
  return overlap('a', 'z') + overlap('A', 'Z');
}
