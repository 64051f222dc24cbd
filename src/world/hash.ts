import { sha256 } from '../api/sha256.ts';
import { stableJson } from '../api/stable-json.ts';
import type { World } from './world.ts';

/**
 * The SHA-256, in hexadecimal digits, of everything that decides a run, and of what is expected of it. Worlds with equal hashes give equal timelines:
 * the hash is that of the canonical form, and a run sees nothing else.
 */
export function worldHash(world: World, expected: readonly object[] = []): string {
  return sha256(stableJson({ expected, world }));
}

/** A world whose objects have their keys in the order of code units, without those that are undefined. */
export function canonicalWorld(world: World): World {
  const canonical: World = JSON.parse(stableJson(world));
  return canonical;
}
