/** A pattern, and how far it is read. */
interface Scanner {
  readonly pattern: readonly string[];
  at: number;
}

const known = new Map<string, RegExp | undefined>();

/**
 * Whether a text fits a pattern: `*` and `**` are any text, `?` any character, `[ab]`, `[a-z]` and `[!ab]` one of some, `{a,b}` one of several, and `\\`
 * takes the meaning from the next character. A pattern that cannot be read fits nothing.
 *
 * Source: util/glob/glob.go Match; github.com/gobwas/glob v0.2.3 syntax/lexer/lexer.go, syntax/ast/parser.go
 */
export function globMatches(pattern: string, text: string): boolean {
  if (!known.has(pattern)) known.set(pattern, compile(pattern));
  return known.get(pattern)?.test(text) ?? false;
}

function compile(pattern: string): RegExp | undefined {
  const scanner: Scanner = { pattern: [...pattern], at: 0 };
  let source = '';
  let depth = 0;
  while (scanner.at < scanner.pattern.length) {
    const character = scanner.pattern[scanner.at] ?? '';
    scanner.at += 1;
    if (character === '*') source += '.*';
    else if (character === '?') source += '.';
    else if (character === '[') {
      const range = readRange(scanner);
      if (range === undefined) return undefined;
      source += range;
    } else if (character === '{') {
      depth += 1;
      source += '(?:';
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      source += ')';
    } else if (character === ',' && depth > 0) source += '|';
    else if (character === '\\') {
      source += escaped(scanner.pattern[scanner.at] ?? '');
      scanner.at += 1;
    } else source += escaped(character);
  }
  // Braces that are not closed end with the pattern.
  return new RegExp(`^${source}${')'.repeat(depth)}$`, 'su');
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

/** In a range a `-` has a meaning, too. */
function escapedInRange(character: string): string {
  return character === '-' ? '\\-' : escaped(character);
}

/** What follows a `[`: `a-z]`, or characters up to a `]`; either after a `!`. Source: lexer.go fetchRange, parser.go parserRange */
function readRange(scanner: Scanner): string | undefined {
  const { pattern } = scanner;
  const not = pattern[scanner.at] === '!' ? '^' : '';
  if (not !== '') scanner.at += 1;
  if (pattern[scanner.at + 1] === '-') {
    const [low, , high, close] = pattern.slice(scanner.at, scanner.at + 4);
    scanner.at += 4;
    if (low === undefined || high === undefined || close !== ']' || high < low) return undefined;
    return `[${not}${escapedInRange(low)}-${escapedInRange(high)}]`;
  }
  let characters = '';
  while (scanner.at < pattern.length && pattern[scanner.at] !== ']') {
    if (pattern[scanner.at] === '\\') scanner.at += 1;
    characters += escapedInRange(pattern[scanner.at] ?? '');
    scanner.at += 1;
  }
  if (scanner.at >= pattern.length || characters === '') return undefined;
  scanner.at += 1;
  return `[${not}${characters}]`;
}
