import { describe, expect, it } from 'vitest';
import { canonical } from '../../../../src/api/canonical.ts';
import { podTemplateDefaults } from '../../../../src/api/defaults/pod-template.ts';
import type { JsonObject } from '../../../../src/api/json.ts';
import { type PodTemplateSpec, podTemplateSpec } from '../../../../src/api/shape/core.ts';
import { podTemplateEqualIgnoreHash } from '../../../../src/controllers/rollouts/decide/replica-set-lists.ts';

function isTemplate(value: unknown): value is PodTemplateSpec {
  return typeof value === 'object' && value !== null && 'spec' in value;
}

function template(spec: JsonObject, labels: JsonObject = { app: 'shop' }): PodTemplateSpec {
  const containers = [{ name: 'shop', image: 'shop:1' }];
  const value = canonical(podTemplateSpec, { metadata: { labels }, spec: { containers, ...spec } });
  if (!isTemplate(value)) throw new Error('no template');
  return value;
}

const hashed = { app: 'shop', 'rollouts-pod-template-hash': 'abc' };

// Source: utils/replicaset/replicaset.go PodTemplateEqualIgnoreHash, which defaults the desired template only.
describe('a stored template equals the desired one', () => {
  it('if it has the defaults of an API server, whatever its hash label', () => {
    expect(podTemplateEqualIgnoreHash(podTemplateDefaults(template({}, hashed)), template({}))).toBe(true);
  });

  it('not if it never saw those defaults', () => {
    expect(podTemplateEqualIgnoreHash(template({}, hashed), template({}))).toBe(false);
  });

  it('whether or not the old name of the service account was filled in', () => {
    const live = podTemplateDefaults(template({ serviceAccountName: 'robot' }));
    expect(live.spec.serviceAccount).toBe('robot');
    expect(podTemplateEqualIgnoreHash(live, template({ serviceAccountName: 'robot' }))).toBe(true);
    expect(podTemplateEqualIgnoreHash(live, template({ serviceAccountName: 'other' }))).toBe(false);
  });

  it('not with another label or image', () => {
    const live = podTemplateDefaults(template({}, hashed));
    expect(podTemplateEqualIgnoreHash(live, template({}, { app: 'other' }))).toBe(false);
    expect(podTemplateEqualIgnoreHash(live, template({ containers: [{ name: 'shop', image: 'shop:2' }] }))).toBe(false);
  });
});
