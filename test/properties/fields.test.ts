import { describe, expect, it, test } from 'vitest';
import { isJsonObject } from '../../src/api/json.ts';
import { parse } from 'yaml';
import { fateOf } from '../../scripts/fields-reference.ts';
import { exceptionOf } from '../../scripts/fields/exceptions.ts';
import { FIELD_KINDS } from '../../scripts/fields/kinds.ts';
import { fieldPaths } from '../../scripts/fields/paths.ts';
import { REFERENCE, readReference } from './reference.ts';

describe('docs/fields.md', () => {
  const fields = FIELD_KINDS.flatMap(({ name, shape }) =>
    fieldPaths(shape, '').map((field) => [`${name} ${field.path}`, name, field] as const),
  );

  it('has the fields of all kinds', () => {
    expect(fields.length).toBeGreaterThan(500);
    expect(new Set(fields.map(([place]) => place)).size).toBe(fields.length);
  });

  it('accounts for each of them', () => {
    for (const [place, kind, field] of fields) expect(fateOf(kind, field), place).toMatch(/^(\[`|\*\*)/u);
  });

  it('says what is refused, as a scenario with it is', () => {
    expect(exceptionOf('Rollout', 'spec.strategy.canary.steps[].plugin.name')?.fate).toBe('refused');
    expect(exceptionOf('Rollout', 'spec.strategy.canary.steps[].setWeight')).toBeUndefined();
    expect(exceptionOf('Experiment', 'spec.strategy.canary.steps[].plugin.name')).toBeUndefined();
  });

  it('throws for a field that nobody accounts for', () => {
    expect(() => fateOf('Rollout', { path: 'spec.strategy.canary.unheardOf', type: 'text' })).toThrow(/unheardOf/u);
  });
});

/** Kubernetes' own types, whose fields are not listed. */
const WHOLE = /^metadata$|\.(template|selector)$|job\.(spec|metadata)$/u;

/** Fields of a schema of a CustomResourceDefinition, written as ours are. */
function crdFields(schema: unknown, path: string): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const { type, properties, items, additionalProperties } = schema;
  if (WHOLE.test(path) && type === 'object') return [path];
  if (type === 'array') return crdFields(items, `${path}[]`);
  if (isJsonObject(properties)) {
    return Object.entries(properties).flatMap(([name, field]) =>
      crdFields(field, path === '' ? name : `${path}.${name}`),
    );
  }
  if (isJsonObject(additionalProperties)) return crdFields(additionalProperties, `${path}{}`);
  return [path];
}

const CRDS = {
  Rollout: 'rollout',
  AnalysisTemplate: 'analysis-template',
  AnalysisRun: 'analysis-run',
  Experiment: 'experiment',
};

describe.skipIf(REFERENCE === undefined)("the reference's definitions", () => {
  test.each(Object.entries(CRDS))('of %s have the same fields', (kind, file) => {
    const crd: unknown = parse(readReference(`${REFERENCE ?? ''}/manifests/crds/${file}-crd.yaml`));
    const spec = isJsonObject(crd) && isJsonObject(crd['spec']) ? crd['spec'] : {};
    const [version] = Array.isArray(spec['versions']) ? spec['versions'] : [];
    const schema =
      isJsonObject(version) && isJsonObject(version['schema']) ? version['schema']['openAPIV3Schema'] : undefined;
    const own = FIELD_KINDS.find(({ name }) => name === kind)?.shape;
    if (own === undefined) throw new Error(kind);
    const ours = fieldPaths(own, '').map(({ path }) => path.replace(/plugins?\{\}$/u, (text) => text.slice(0, -2)));
    expect([...ours].sort()).toEqual([...crdFields(schema, '')].sort());
  });
});
