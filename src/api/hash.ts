import { goJson } from './go-json.ts';
import type { Json } from './json.ts';
import { podTemplateSpec, type PodTemplateSpec } from './shape/core.ts';
import type { Shape } from './shape/shape.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a over bytes, 32 bits. */
export function fnv32a(bytes: Uint8Array, start = FNV_OFFSET): number {
  let hash = start;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

/** Spells a text in letters that make no words. Source: k8s.io/apimachinery/pkg/util/rand SafeEncodeString. */
export function safeEncodeString(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    result += SAFE_ALPHABET[text.charCodeAt(index) % SAFE_ALPHABET.length] ?? '';
  }
  return result;
}

const encoder = new TextEncoder();
type Hashes = WeakMap<PodTemplateSpec, Map<number | undefined, string>>;
const hashesByShape = new WeakMap<Shape<unknown>, Hashes>();

function hashesOf(shape: Shape<unknown>): Hashes {
  let hashes = hashesByShape.get(shape);
  if (hashes === undefined) {
    hashes = new WeakMap();
    hashesByShape.set(shape, hashes);
  }
  return hashes;
}

/**
 * The value of the label rollouts-pod-template-hash: FNV-1a over the template's JSON as Go writes it, and over eight bytes of the collision
 * count when there is one (only four carry the number). `shape` is the template's type as a version's libraries have it. Source: utils/hash/hash.go ComputePodTemplateHash.
 */
export function computePodTemplateHash(
  template: PodTemplateSpec,
  collisionCount: number | undefined,
  shape: Shape<unknown> = podTemplateSpec,
): string {
  const hashes = hashesOf(shape);
  let known = hashes.get(template);
  if (known === undefined) {
    known = new Map();
    hashes.set(template, known);
  }
  let result = known.get(collisionCount);
  if (result === undefined) {
    result = hashTemplate(shape, template, collisionCount);
    known.set(collisionCount, result);
  }
  return result;
}

function hashTemplate(shape: Shape<unknown>, template: Json, collisionCount: number | undefined): string {
  let hash = fnv32a(encoder.encode(goJson(shape, template)));
  if (collisionCount !== undefined) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(0, collisionCount, true);
    hash = fnv32a(bytes, hash);
  }
  return safeEncodeString(String(hash));
}
