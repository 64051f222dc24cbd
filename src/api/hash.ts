import { goJson } from './go-json.ts';
import type { Json } from './json.ts';
import { podTemplateSpec, type PodTemplateSpec } from './shape/core.ts';

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
const hashes = new WeakMap<PodTemplateSpec, Map<number | undefined, string>>();

/**
 * The value of the label rollouts-pod-template-hash: FNV-1a over the template's JSON as Go writes it, and over eight bytes of the collision
 * count when there is one (only four carry the number). Source: utils/hash/hash.go ComputePodTemplateHash.
 */
export function computePodTemplateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  let known = hashes.get(template);
  if (known === undefined) {
    known = new Map();
    hashes.set(template, known);
  }
  let result = known.get(collisionCount);
  if (result === undefined) {
    result = hashTemplate(template, collisionCount);
    known.set(collisionCount, result);
  }
  return result;
}

function hashTemplate(template: Json, collisionCount: number | undefined): string {
  let hash = fnv32a(encoder.encode(goJson(podTemplateSpec, template)));
  if (collisionCount !== undefined) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(0, collisionCount, true);
    hash = fnv32a(bytes, hash);
  }
  return safeEncodeString(String(hash));
}
