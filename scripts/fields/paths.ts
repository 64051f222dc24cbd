import { jobSpec } from '../../src/api/shape/batch.ts';
import { podTemplateSpec } from '../../src/api/shape/core.ts';
import { labelSelector, objectMeta } from '../../src/api/shape/meta.ts';
import type { Shape } from '../../src/api/shape/shape.ts';

/** A field of a kind, by its path: `spec.strategy.canary.steps[].setWeight`. */
export interface FieldPath {
  readonly path: string;
  readonly type: string;
}

/** Kubernetes' own types, which belong to the cluster and not to the engine: their fields are not listed one by one. */
const KUBERNETES: readonly (readonly [Shape<unknown>, string])[] = [
  [podTemplateSpec, 'pod template'],
  [labelSelector, 'label selector'],
  [objectMeta, 'metadata'],
  [jobSpec, 'Job spec'],
];

const SCALARS = {
  text: 'text',
  int: 'whole number',
  number: 'number',
  bool: 'yes or no',
  time: 'time',
  quantity: 'quantity',
  intOrString: 'whole number or text',
  bytes: 'bytes in base64',
  raw: 'any',
} as const;

/** Every field that has a value of its own, in the order of the shape; structs and lists of structs stand for their fields. */
export function fieldPaths(shape: Shape<unknown>, path: string): readonly FieldPath[] {
  const own = KUBERNETES.find(([known]) => known === shape);
  if (own !== undefined) return [{ path, type: own[1] }];
  switch (shape.form) {
    case 'scalar':
      return [{ path, type: SCALARS[shape.kind] }];
    case 'list':
      return fieldPaths(shape.item, `${path}[]`);
    case 'map':
      return fieldPaths(shape.item, `${path}{}`);
    case 'struct': {
      const fields = Object.entries(shape.fields);
      if (fields.length === 0) return [{ path, type: 'empty object' }];
      return fields.flatMap(([name, field]) => fieldPaths(field.shape, path === '' ? name : `${path}.${name}`));
    }
  }
}

/** The name of the last field of a path: of `spec.selector.matchLabels{}` it is `matchLabels`. */
export function fieldName(path: string): string {
  return (path.split('.').at(-1) ?? '').replace(/[[\]{}]/gu, '');
}
