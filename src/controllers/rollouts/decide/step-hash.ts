import { goJson } from '../../../api/go-json.ts';
import { fnv32a, safeEncodeString } from '../../../api/hash.ts';
import { canaryStep, type CanaryStep } from '../../../api/shape/canary-steps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { list } from '../../../api/shape/shape.ts';

const steps = list(canaryStep);
const encoder = new TextEncoder();
const hashes = new WeakMap<readonly CanaryStep[], string>();
/** Go writes a missing list as null. */
const HASH_OF_NO_STEPS = hashOf('null');

/** The steps as Go's encoding/json writes them; `null` when they are missing. */
export function canaryStepsJson(list: readonly CanaryStep[] | undefined): string {
  return list === undefined ? 'null' : goJson(steps, list);
}

function hashOf(text: string): string {
  return safeEncodeString(String(fnv32a(encoder.encode(text))));
}

/**
 * The value of status.currentStepHash: FNV-1a over the steps' JSON as Go writes it; nothing for blue-green.
 * Source: utils/conditions/conditions.go ComputeStepHash.
 */
export function computeStepHash(rollout: Rollout): string | undefined {
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined || canary === undefined) return undefined;
  if (canary.steps === undefined) return HASH_OF_NO_STEPS;
  let hash = hashes.get(canary.steps);
  if (hash === undefined) {
    hash = hashOf(canaryStepsJson(canary.steps));
    hashes.set(canary.steps, hash);
  }
  return hash;
}
