import { isAlphaNumeric } from './characters.ts';
import type { Cursor } from './cursor.ts';

const DIGITS = '0123456789';
const HEX_DIGITS = '0123456789abcdefABCDEF';

/**
 * Moves over a number, decimal or hexadecimal. Whether the word is a valid number is checked where it is read.
 * Source: promql/parser/lex.go scanNumber.
 */
export function scanNumber(cursor: Cursor): boolean {
  const from = cursor.position;
  let digits = DIGITS;
  if (cursor.accept('0') && cursor.accept('xX')) {
    cursor.accept('_');
    digits = HEX_DIGITS;
  }
  cursor.accept('.');
  cursor.accept(digits);
  if (!scanRest(cursor, digits)) return false;
  return cursor.position !== from && !isAlphaNumeric(cursor.peek());
}

function scanRest(cursor: Cursor, digits: string): boolean {
  let sawDot = false;
  let sawExponent = false;
  while (cursor.is(`${digits}._eE`)) {
    if ((cursor.is('.') && sawDot) || (cursor.is('eE') && sawExponent)) {
      cursor.next();
      return false;
    }
    if (cursor.accept('.')) {
      sawDot = true;
      if (cursor.accept('_.') || digits === HEX_DIGITS) return false;
    } else if (cursor.accept('eE')) {
      sawExponent = true;
      cursor.accept('+-');
      if (cursor.accept('._eE') || cursor.peek() === '') return false;
    } else if (cursor.accept('_')) {
      if (cursor.accept('._eE') || cursor.peek() === '') return false;
    } else {
      cursor.acceptRun(digits);
    }
  }
  return true;
}

/** Moves over the rest of a duration whose first digits were taken: `m`, `h30m`. Source: acceptRemainingDuration. */
export function scanRestOfDuration(cursor: Cursor): boolean {
  if (!cursor.accept('smhdwy')) return false;
  cursor.accept('s');
  while (cursor.accept(DIGITS)) {
    cursor.acceptRun(DIGITS);
    if (!cursor.accept('smhdw')) return false;
    cursor.accept('s');
  }
  if (!isAlphaNumeric(cursor.peek())) return true;
  // The message about it quotes this character too.
  cursor.next();
  return false;
}
