import { isPrintable } from '../syntax/characters.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** A text in quotes as Go's `%q` writes it. */
export function quote(text: string): string {
  let quoted = '"';
  for (const character of text) {
    const rune = character.codePointAt(0) ?? 0;
    const named = NAMED.get(character);
    if (named !== undefined) quoted += named;
    else if (isPrintable(character)) quoted += character;
    else if (rune < 0x20 || rune === 0x7f) quoted += `\\x${hex(rune, 2)}`;
    else if (rune < 0x10000) quoted += `\\u${hex(rune, 4)}`;
    else quoted += `\\U${hex(rune, 8)}`;
  }
  return `${quoted}"`;
}
