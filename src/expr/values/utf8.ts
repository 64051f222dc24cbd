/*
 * Strings of the language are byte strings, as in Go: lengths, slices and order count bytes. Inside the room each is a
 * JavaScript string with one unit (0 to 255) for every byte of its UTF-8 form, so that plain text in ASCII is itself.
 */

/** The bytes of a text. A lone surrogate becomes U+FFFD, as it would in any UTF-8 text. */
export function toBytes(text: string): string {
  if (isAscii(text)) return text;
  let bytes = '';
  for (const character of text) bytes += encodeRune(character.codePointAt(0) ?? 0xfffd);
  return bytes;
}

/** The text of bytes; every byte that is no valid UTF-8 becomes U+FFFD. */
export function toText(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { rune, size } = decodeRune(bytes, at);
    text += String.fromCodePoint(rune);
    at += size;
  }
  return text;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** The UTF-8 bytes of one code point. */
function encodeRune(rune: number): string {
  if (rune < 0x80) return String.fromCharCode(rune);
  if (rune < 0x800) return String.fromCharCode(0xc0 | (rune >> 6), 0x80 | (rune & 0x3f));
  if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return '\xef\xbf\xbd';
  if (rune < 0x10000) {
    return String.fromCharCode(0xe0 | (rune >> 12), 0x80 | ((rune >> 6) & 0x3f), 0x80 | (rune & 0x3f));
  }
  return String.fromCharCode(
    0xf0 | (rune >> 18),
    0x80 | ((rune >> 12) & 0x3f),
    0x80 | ((rune >> 6) & 0x3f),
    0x80 | (rune & 0x3f),
  );
}

/** The smallest code point that a sequence of this many bytes may encode: shorter forms are invalid. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

/** The code point that begins at a byte, and how many bytes it takes; a byte that begins none is U+FFFD of size 1. */
export function decodeRune(bytes: string, at: number): { readonly rune: number; readonly size: number } {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return { rune: first, size: 1 };
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return { rune: 0xfffd, size: 1 };
  let rune = first & (0x7f >> size);
  for (let offset = 1; offset < size; offset += 1) {
    const next = bytes.charCodeAt(at + offset);
    if ((next & 0xc0) !== 0x80) return { rune: 0xfffd, size: 1 };
    rune = (rune << 6) | (next & 0x3f);
  }
  const wrong = rune < (SMALLEST[size] ?? 0) || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff);
  return wrong ? { rune: 0xfffd, size: 1 } : { rune, size };
}

/** The code points of a byte string, each as bytes of its own; an invalid byte stands alone. */
export function splitRunes(bytes: string): readonly string[] {
  const runes: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const { size } = decodeRune(bytes, at);
    runes.push(bytes.slice(at, at + size));
    at += size;
  }
  return runes;
}
