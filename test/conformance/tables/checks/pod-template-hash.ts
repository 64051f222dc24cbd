import { goJson } from '../../../../src/api/go-json.ts';
import { computePodTemplateHash } from '../../../../src/api/hash.ts';
import { podTemplateSpec } from '../../../../src/api/shape/core.ts';
import { shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'pod-template-hash',
  compute: (input) => {
    const template = shaped(podTemplateSpec, input['template']);
    const count = input['collisionCount'];
    const hash = computePodTemplateHash(template, typeof count === 'number' ? count : undefined);
    return { hash, normalised: goJson(podTemplateSpec, template) };
  },
};
