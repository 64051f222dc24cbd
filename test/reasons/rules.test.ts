import { describe, expect, it } from 'vitest';
import { from, renderReason } from '../../src/api/reason.ts';
import { ALL_RULES } from '../../src/session/rules.ts';

describe('every rule', () => {
  it.each(ALL_RULES.map((rule) => [rule.id, rule] as const))(
    '%s gives the value and the text of its example',
    (_id, rule) => {
      const { inputs, value, text } = rule.example;
      const read = Object.fromEntries(Object.entries(inputs).map(([name, one]) => [name, from('example', one)]));
      expect(renderReason(rule, read, value)).toBe(text);
      if (rule.evaluate !== undefined) expect(rule.evaluate(inputs)).toEqual(value);
      expect(text).not.toMatch(/[{}]|undefined/);
      expect(rule.source).toMatch(/\.(go|ts) \w/);
      expect(rule.statement.endsWith('.')).toBe(true);
    },
  );

  it('has an id of its own', () => {
    const ids = ALL_RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('of a controller applies only to inputs of their types', () => {
    for (const { id, evaluate, example } of ALL_RULES) {
      for (const name of evaluate === undefined ? [] : Object.keys(example.inputs)) {
        const { [name]: _left, ...others } = example.inputs;
        expect(evaluate?.(others), `${id} without ${name}`).toBeUndefined();
      }
    }
  });
});
