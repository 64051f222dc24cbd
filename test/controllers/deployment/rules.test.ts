import { describe, expect, it } from 'vitest';
import { from, renderReason } from '../../../src/api/reason.ts';
import { DEPLOYMENT_RULES } from '../../../src/controllers/deployment/rules.ts';

describe('rules of the deployment controller', () => {
  it.each(DEPLOYMENT_RULES.map((rule) => [rule.id, rule] as const))('%s tells its example', (_id, rule) => {
    const inputs = Object.fromEntries(
      Object.entries(rule.example.inputs).map(([name, value]) => [name, from('example', value)]),
    );
    expect(renderReason(rule, inputs)).toBe(rule.example.text);
    expect(rule.source).toMatch(/\.go \w/);
    expect(rule.statement.endsWith('.')).toBe(true);
  });

  it('have ids of their own, in order', () => {
    const ids = DEPLOYMENT_RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});
