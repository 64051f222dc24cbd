import { describe, expect, it } from 'vitest';
import { from, renderReason } from '../../../../src/api/reason.ts';
import { ROLLOUT_RULES } from '../../../../src/controllers/rollouts/rules/registry.ts';

describe('rules of the rollout engine', () => {
  it.each(ROLLOUT_RULES.map((rule) => [rule.id, rule] as const))('%s tells its example', (_id, rule) => {
    const inputs = Object.fromEntries(
      Object.entries(rule.example.inputs).map(([name, value]) => [name, from('example', value)]),
    );
    expect(renderReason(rule, inputs)).toBe(rule.example.text);
    expect(rule.source).toMatch(/\.go \w/);
    expect(rule.statement.endsWith('.')).toBe(true);
  });

  it('have ids of their own', () => {
    expect(new Set(ROLLOUT_RULES.map(({ id }) => id)).size).toBe(ROLLOUT_RULES.length);
  });
});
