import { goJson } from '../../../../src/api/go-json.ts';
import { canonical } from '../../../../src/api/canonical.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../src/api/json.ts';
import { podTemplateHash } from '../../../../src/api/reference-types.ts';
import { Reference, REFERENCE_VERSIONS } from '../../../../src/api/reference.ts';
import type { PodTemplateSpec } from '../../../../src/api/shape/core.ts';
import type { TableCheck } from './table-check.ts';

function isTemplate(value: Json): value is PodTemplateSpec & JsonObject {
  return isJsonObject(value);
}

function hashed(reference: Reference, input: JsonObject): Json {
  // As the version's own types read it: they know fields that newer ones do not.
  const template = canonical(reference.types.hashedTemplate, input['template']);
  if (!isTemplate(template)) throw new Error('no template');
  const count = input['collisionCount'];
  const hash = podTemplateHash(reference, template, typeof count === 'number' ? count : undefined);
  return { hash, normalised: goJson(reference.types.hashedTemplate, template) };
}

export const check: TableCheck = {
  table: 'pod-template-hash',
  compute: (input) => hashed(new Reference(), input),
};

/** The same by version. */
export const versionsCheck: TableCheck = {
  table: 'pod-template-hash-versions',
  compute: (input) =>
    Object.fromEntries(REFERENCE_VERSIONS.map((version) => [version, hashed(new Reference(version), input)])),
};
