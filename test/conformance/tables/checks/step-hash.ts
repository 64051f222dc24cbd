import { Reference, REFERENCE_VERSIONS } from '../../../../src/api/reference.ts';
import { deepEqual } from '../../../../src/api/equality.ts';
import { fnv32a, safeEncodeString } from '../../../../src/api/hash.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { stepText } from '../../../../src/api/rollouts/step-kinds.ts';
import { canaryStepsJson, computeStepHash } from '../../../../src/controllers/rollouts/decide/step-hash.ts';
import { objectOf, rolloutOf, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function hashOf(bytes: string): string {
  return safeEncodeString(String(fnv32a(new TextEncoder().encode(bytes))));
}

/**
 * A plugin's config is hashed as it is spelled (1.0, 1e3, an escape), which parsing JSON does not keep: such a row is equal if the steps mean the
 * same and the recorded bytes give the recorded hash.
 */
function equalHash(got: Json | undefined, out: Json | undefined): boolean {
  if (deepEqual(got, out)) return true;
  const ours = isJsonObject(got) ? got : {};
  if (typeof ours['normalised'] !== 'string' || !ours['normalised'].includes('"config":')) return false;
  const normalised = textOf(objectOf(out)['normalised']);
  const same = (text: string): Json => JSON.parse(text);
  return (
    deepEqual(ours['stepStrings'], objectOf(out)['stepStrings']) &&
    deepEqual(same(ours['normalised']), same(normalised)) &&
    hashOf(normalised) === objectOf(out)['hash']
  );
}

function hashed(reference: Reference, row: JsonObject, out: Json | undefined): Json {
  const strategy = objectOf(row['strategy']);
  const written = strategy['canary'] ?? undefined;
  const steps = written === undefined ? undefined : objectOf(written)['steps'];
  const rollout = rolloutOf({ spec: { strategy } });
  const { canary } = rollout.spec.strategy;
  // An empty list is hashed as one, though the API server would drop it.
  const asWritten =
    canary !== undefined && isJsonArray(steps) && steps.length === 0
      ? { ...rollout, spec: { ...rollout.spec, strategy: { canary: { ...canary, steps: [] } } } }
      : rollout;
  const hash = computeStepHash(reference, asWritten) ?? '';
  const recorded = objectOf(out);
  if (recorded['normalised'] === undefined) return { hash };
  const json = canaryStepsJson(reference, asWritten.spec.strategy.canary?.steps);
  // Without a canary nothing is hashed.
  if (recorded['stepStrings'] === undefined) return { hash, normalised: canary === undefined ? '' : json };
  return { hash, normalised: json, stepStrings: (canary?.steps ?? []).map((step) => stepText(step, 'reference')) };
}

export const check: TableCheck = {
  table: 'step-hash',
  compute: (row, _file, { out }) => hashed(new Reference(), row, out),
  equal: (got, { out }) => equalHash(got, out),
};

/** The same by version. */
export const versionsCheck: TableCheck = {
  table: 'step-hash-versions',
  compute: (row, _file, { out }) =>
    Object.fromEntries(
      REFERENCE_VERSIONS.map((version) => [version, hashed(new Reference(version), row, objectOf(out)[version])]),
    ),
  equal: (got, { out }) =>
    REFERENCE_VERSIONS.every((version) => equalHash(objectOf(got)[version], objectOf(out)[version])),
};
