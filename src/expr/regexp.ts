import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/** A regular expression that Go does not accept; the message is Go's. */
export class RegexpError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RegexpError';
  }
}

/** A regular expression of Go's syntax. The time of a match grows with the expression and the text, never exponentially. */
export interface Regexp {
  /** Instructions of the compiled expression. Times the length of a text, it bounds the time of a match. */
  readonly size: number;
  /** Names of the groups from the first on; `''` for a group without a name. */
  readonly groupNames: readonly string[];
  /** Whether the expression matches anywhere in the text. */
  test(text: string): boolean;
  /** The leftmost match and its groups, undefined for a group that took no part; undefined if nothing matches. */
  exec(text: string): readonly (string | undefined)[] | undefined;
}

const MAX_KEPT = 1000;
const kept = new Map<string, Regexp>();

/** Compiles an expression, or returns it if it has been compiled before. Throws a RegexpError. Source: Go regexp.Compile. */
export function compileRegexp(pattern: string): Regexp {
  let regexp = kept.get(pattern);
  if (regexp === undefined) {
    regexp = toRegexp(compileWithNames(pattern));
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(pattern, regexp);
  }
  return regexp;
}

interface Compiled {
  readonly re2: RE2JS;
  /** The name in the user's expression of a group of the compiled one. */
  nameOf(group: string): string;
}

function toRegexp({ re2, nameOf }: Compiled): Regexp {
  const groupNames = new Array<string>(re2.groupCount()).fill('');
  for (const [name, number] of Object.entries(re2.namedGroups())) groupNames[number - 1] = nameOf(name);
  return {
    size: re2.programSize(),
    groupNames,
    test: (text) => re2.test(text),
    exec: (text) => re2.exec(text)?.map((group: unknown) => (typeof group === 'string' ? group : undefined)),
  };
}

function compileWithNames(pattern: string): Compiled {
  try {
    return { re2: RE2JS.compile(pattern), nameOf: (group) => group };
  } catch (error) {
    if (!isDuplicateName(error)) throw asRegexpError(error, pattern);
  }
  const { unique, nameOf } = withUniqueNames(pattern);
  try {
    return { re2: RE2JS.compile(unique), nameOf };
  } catch (error) {
    throw asRegexpError(error, pattern, nameOf);
  }
}

function isDuplicateName(error: unknown): boolean {
  return error instanceof RE2JSSyntaxException && error.getDescription() === 'duplicate capture group name';
}

/** The start of a named group, and before it what can contain such a text without being one: a quotation, an escape, a class. */
const NAMED_GROUP = /\\Q[^]*?(?:\\E|$)|\\[^]|\[\^?\]?(?:\[:\^?\w+:\]|\\[^]|[^\]])*(?:\]|$)|(\(\?P?<\w+)>/g;

/**
 * The expression with a unique name for each group: Go accepts a name twice, RE2JS does not. The names get a suffix that the expression does
 * not contain, so that `nameOf` can remove it again from names and messages.
 */
function withUniqueNames(pattern: string): { readonly unique: string; nameOf(text: string): string } {
  let suffix = '_';
  while (pattern.includes(suffix)) suffix += '_';
  let count = 0;
  const unique = pattern.replace(NAMED_GROUP, (whole, group?: string) =>
    group === undefined ? whole : `${group}${suffix}${(count += 1)}>`,
  );
  const added = new RegExp(`${suffix}\\d+(?=>|$)`, 'g');
  return { unique, nameOf: (text) => text.replace(added, '') };
}

const PREFIX = 'error parsing regexp: ';

/** Messages that Go words differently. Source: Go regexp/syntax/parse.go parse, parseEscape, parsePerlFlags. */
const GO_MESSAGES: ReadonlyMap<string, (pattern: string) => string> = new Map<string, (pattern: string) => string>([
  ['trailing backslash at end of expression', () => 'trailing backslash at end of expression: ``'],
  ['invalid named capture: `(?P<`', () => 'invalid or unsupported Perl syntax: `(?P`'],
  ['invalid named capture: `(?<`', () => 'invalid or unsupported Perl syntax: `(?<`'],
  ['expression nests too deeply', (pattern) => `expression nests too deeply: \`${pattern}\``],
  ['expression too large', (pattern) => `expression too large: \`${pattern}\``],
]);

/** An error of ours for one of RE2JS; anything else is returned as it is. */
function asRegexpError(error: unknown, pattern: string, nameOf = (text: string): string => text): unknown {
  if (!(error instanceof RE2JSException)) return error;
  const message = nameOf(error.message.replace(PREFIX, ''));
  return new RegexpError(PREFIX + (GO_MESSAGES.get(message)?.(pattern) ?? message));
}
