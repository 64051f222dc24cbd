import { describe, expect, it } from 'vitest';
import { fateOf } from '../../scripts/fields-reference.ts';
import { exceptionOf } from '../../scripts/fields/exceptions.ts';
import { FIELD_KINDS } from '../../scripts/fields/kinds.ts';
import { fieldPaths } from '../../scripts/fields/paths.ts';

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
    expect(exceptionOf('Rollout', 'spec.strategy.canary.steps[].plugin.name')?.handling).toBe('refused');
    expect(exceptionOf('Rollout', 'spec.strategy.canary.steps[].setWeight')).toBeUndefined();
    expect(exceptionOf('Experiment', 'spec.strategy.canary.steps[].plugin.name')).toBeUndefined();
  });

  it('throws for a field that nobody accounts for', () => {
    expect(() => fateOf('Rollout', { path: 'spec.strategy.canary.unheardOf', type: 'text' })).toThrow(/unheardOf/u);
  });
});
