import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import { podTemplateHash } from '../../../src/api/reference-types.ts';
import { Reference, type ReferenceVersion } from '../../../src/api/reference.ts';
import { podTemplateSpec } from '../../../src/api/shape/core.ts';
import { rollout } from '../../../src/api/shape/rollout.ts';
import { computeStepHash } from '../../../src/controllers/rollouts/decide/step-hash.ts';
import type { TimelineEntry } from '../../../src/timeline/timeline.ts';
import { shaped } from '../tables/inputs.ts';

/** The hashes that another version gives the templates and steps that a run has used: from the run's version to the other. */
export function hashesOf(
  entries: readonly TimelineEntry[],
  from: ReferenceVersion,
  to: ReferenceVersion,
): ReadonlyMap<string, string> {
  const [own, other] = [new Reference(from), new Reference(to)];
  const known = new Map<string, string>();
  const seen = new Set<unknown>();
  const template = (value: Json | undefined, collisions: number | undefined): void => {
    if (!isJsonObject(value) || seen.has(value)) return;
    seen.add(value);
    const spec = shaped(podTemplateSpec, withoutHashLabel(value));
    known.set(podTemplateHash(own, spec, collisions), podTemplateHash(other, spec, collisions));
  };
  for (const entry of entries) {
    if (entry.kind !== 'change' || !isJsonObject(entry.after)) continue;
    const { kind } = entry.resource;
    const { spec, status } = entry.after;
    if (!isJsonObject(spec)) continue;
    const collisions = isJsonObject(status) ? status['collisionCount'] : undefined;
    const count = typeof collisions === 'number' ? collisions : undefined;
    if (kind === 'Rollout') {
      const steps = computeStepHash(own, shaped(rollout, entry.after)) ?? '';
      known.set(steps, computeStepHash(other, shaped(rollout, withoutEmptyMetadata(entry.after))) ?? '');
    }
    template(spec['template'], count);
    for (const item of isJsonArray(spec['templates']) ? spec['templates'] : []) {
      if (isJsonObject(item)) template(item['template'], undefined);
    }
  }
  return known;
}

/** Older versions write an empty `analysisRunMetadata` into what they store. */
function withoutEmptyMetadata(rollout: JsonObject): Json {
  const text = JSON.stringify(rollout).replaceAll(/,"analysisRunMetadata":\{\}/g, '');
  return JSON.parse(text);
}

const HASH_LABEL = 'rollouts-pod-template-hash';

/** The template as it was before the controller labelled it. */
function withoutHashLabel(template: JsonObject): JsonObject {
  const { metadata } = template;
  if (!isJsonObject(metadata) || !isJsonObject(metadata['labels'])) return template;
  const labels = Object.fromEntries(Object.entries(metadata['labels']).filter(([name]) => name !== HASH_LABEL));
  return { ...template, metadata: { ...metadata, labels } };
}

/** What was recorded, with every hash replaced by that of the other version. */
export function withHashes<T>(recorded: T, hashes: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(recorded).replace(/[0-9a-z]{7,10}/g, (word) => hashes.get(word) ?? word);
  return JSON.parse(text);
}
