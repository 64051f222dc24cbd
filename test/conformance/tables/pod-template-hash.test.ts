import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/api/canonical.ts';
import { goJson } from '../../../src/api/go-json.ts';
import { computePodTemplateHash } from '../../../src/api/hash.ts';
import { isJsonObject, type Json } from '../../../src/api/json.ts';
import { type PodTemplateSpec, podTemplateSpec } from '../../../src/api/shape/core.ts';
import { loadTable } from './load-table.ts';

function isTemplate(value: Json | undefined): value is PodTemplateSpec & Json {
  return isJsonObject(value) && isJsonObject(value['spec']);
}

describe('table pod-template-hash', () => {
  it.each(loadTable('pod-template-hash').cases)('$id', ({ in: input, out }) => {
    const template = canonical(podTemplateSpec, input['template']);
    if (!isTemplate(template)) throw new Error('no template');
    const count = input['collisionCount'];
    const hash = computePodTemplateHash(template, typeof count === 'number' ? count : undefined);
    expect({ hash, normalised: goJson(podTemplateSpec, template) }).toEqual(out);
  });
});
