import { sha256 as hashOf } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Hashes text that comes in pieces. A platform may have one of its own that is faster. */
export interface TextHash {
  update(text: string): void;
  /** The SHA-256 of the UTF-8 bytes of all pieces, in hex. */
  hex(): string;
}

/** The same in Node and in a browser, without waiting. */
export function portableHash(): TextHash {
  const hash = hashOf.create();
  return { update: (text) => void hash.update(utf8ToBytes(text)), hex: () => bytesToHex(hash.digest()) };
}

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  return bytesToHex(hashOf(utf8ToBytes(text)));
}
