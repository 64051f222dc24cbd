/** A set of code points. */
export type RuneSet = (rune: number) => boolean;

const character = (rune: number): string => String.fromCodePoint(rune >= 0xd800 && rune <= 0xdfff ? 0xfffd : rune);

export function rangeSet(low: number, high: number): RuneSet {
  return (rune) => rune >= low && rune <= high;
}

export function unionSet(sets: readonly RuneSet[]): RuneSet {
  return (rune) => sets.some((set) => set(rune));
}

export function negatedSet(set: RuneSet): RuneSet {
  return (rune) => !set(rune);
}

/** Letters whose other cases are not found by plain upper and lower case: the Kelvin sign is a K, the long s an S. */
const MORE_CASES: readonly (readonly number[])[] = [
  [0x4b, 0x6b, 0x212a],
  [0x53, 0x73, 0x17f],
  [0xc5, 0xe5, 0x212b],
];

function single(text: string): number | undefined {
  const [first, second] = text;
  return first !== undefined && second === undefined ? first.codePointAt(0) : undefined;
}

/** All code points that are the same letter in another case, itself among them. Source: Go package unicode, SimpleFold */
function casesOf(rune: number): readonly number[] {
  const more = MORE_CASES.find((cases) => cases.includes(rune));
  if (more !== undefined) return more;
  const text = character(rune);
  const cases = [rune, single(text.toLowerCase()), single(text.toUpperCase())];
  return [...new Set(cases.flatMap((one) => one ?? []))];
}

/** The set with every letter in all its cases. */
export function foldedSet(set: RuneSet): RuneSet {
  return (rune) => set(rune) || casesOf(rune).some((one) => set(one));
}

export const ANY_RUNE: RuneSet = () => true;
export const NOT_NEWLINE: RuneSet = (rune) => rune !== 0x0a;

function ranges(text: string): RuneSet {
  const pairs: RuneSet[] = [];
  for (let at = 0; at < text.length; at += 2) pairs.push(rangeSet(text.charCodeAt(at), text.charCodeAt(at + 1)));
  return unionSet(pairs);
}

export const WORD: RuneSet = ranges('09AZ__az');

/** `\d`, `\s`, `\w`: ASCII only. Source: Go package regexp/syntax, perl_groups.go */
export const PERL_CLASSES: ReadonlyMap<string, RuneSet> = new Map([
  ['d', ranges('09')],
  ['s', ranges('\t\n\f\r  ')],
  ['w', WORD],
]);

/** `[:alpha:]` and its like. Source: Go package regexp/syntax, perl_groups.go */
export const POSIX_CLASSES: ReadonlyMap<string, RuneSet> = new Map([
  ['alnum', ranges('09AZaz')],
  ['alpha', ranges('AZaz')],
  ['ascii', ranges('\0\x7f')],
  ['blank', ranges('\t\t  ')],
  ['cntrl', ranges('\0\x1f\x7f\x7f')],
  ['digit', ranges('09')],
  ['graph', ranges('!~')],
  ['lower', ranges('az')],
  ['print', ranges(' ~')],
  ['punct', ranges('!/:@[`{~')],
  ['space', ranges('\t\r  ')],
  ['upper', ranges('AZ')],
  ['word', WORD],
  ['xdigit', ranges('09AFaf')],
]);

function property(expression: string): RuneSet | undefined {
  try {
    const pattern = new RegExp(`^\\p{${expression}}$`, 'u');
    return (rune) => pattern.test(character(rune));
  } catch {
    return undefined;
  }
}

/** `\p{Greek}`, `\p{L}`, `\p{Lu}`; undefined for a name that Unicode does not have. */
export function unicodeSet(name: string): RuneSet | undefined {
  if (name === 'Any') return ANY_RUNE;
  if (/^[A-Z][a-z]?$/.test(name)) return property(`General_Category=${name}`);
  return /^[A-Z][A-Za-z_]+$/.test(name) ? property(`Script=${name}`) : undefined;
}
