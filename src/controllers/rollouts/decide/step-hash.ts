import { goJson } from '../../../api/go-json.ts';
import { fnv32a, safeEncodeString } from '../../../api/hash.ts';
import type { Reference } from '../../../api/reference.ts';
import type { CanaryStep } from '../../../api/shape/canary-steps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import type { Shape } from '../../../api/shape/shape.ts';

const encoder = new TextEncoder();
const hashesByShape = new WeakMap<Shape<unknown>, WeakMap<readonly CanaryStep[], string>>();
/** Go writes a missing list as null. */
const HASH_OF_NO_STEPS = hashOf('null');

/** The steps as Go's encoding/json writes them; `null` when they are missing. */
export function canaryStepsJson(reference: Reference, list: readonly CanaryStep[] | undefined): string {
  return list === undefined ? 'null' : goJson(reference.types.hashedSteps, list);
}

function hashOf(text: string): string {
  return safeEncodeString(String(fnv32a(encoder.encode(text))));
}

/**
 * The value of status.currentStepHash: FNV-1a over the steps' JSON as Go writes it; nothing for blue-green.
 * Source: utils/conditions/conditions.go ComputeStepHash.
 */
export function computeStepHash(reference: Reference, rollout: Rollout): string | undefined {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined || canary === undefined) return undefined;
  if (canary.steps === undefined) return HASH_OF_NO_STEPS;
  const shape = reference.types.hashedSteps;
  const hashes = hashesByShape.get(shape) ?? new WeakMap<readonly CanaryStep[], string>();
  hashesByShape.set(shape, hashes);
  let hash = hashes.get(canary.steps);
  if (hash === undefined) {
    hash = hashOf(canaryStepsJson(reference, canary.steps));
    hashes.set(canary.steps, hash);
  }
  return hash;
}
