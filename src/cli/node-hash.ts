import { createHash } from 'node:crypto';
import type { TextHash } from '../api/sha256.ts';

/** SHA-256 by Node itself. */
export function nodeHash(): TextHash {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text), hex: () => hash.digest('hex') };
}
