import { toBytes } from '../values/utf8.ts';

/**
 * A text in the errors of Go's package time, which quotes in its own way: everything that is not plain ASCII byte by byte.
 *
 * Source: Go package time, quote
 */
export function quoteTime(text: string): string {
  let quoted = '"';
  for (const byte of toBytes(text)) {
    const code = byte.charCodeAt(0);
    if (code >= 0x80 || code < 0x20) quoted += `\\x${code.toString(16).padStart(2, '0')}`;
    else quoted += byte === '"' || byte === '\\' ? `\\${byte}` : byte;
  }
  return `${quoted}"`;
}
