import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { FIELD_KINDS } from '../../scripts/fields/kinds.ts';
import { fieldPaths } from '../../scripts/fields/paths.ts';
import { isJsonObject } from '../../src/api/json.ts';
import { readReference } from './reference.ts';

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

describe("the reference's definitions", () => {
  test.each(Object.entries(CRDS))('of %s have the same fields', (kind, file) => {
    const crd: unknown = parse(readReference(`manifests/crds/${file}-crd.yaml`));
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
