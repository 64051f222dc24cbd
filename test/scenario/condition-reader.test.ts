import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCondition } from '../../src/scenario/condition-reader.ts';

describe('conditions that can be read', () => {
  test.each([
    ['rollout.phase == "Paused" && rollout.step == 1', ['rollout.phase', 'rollout.step']],
    ['!(rollout.aborted or canary.ready >= 2)', ['rollout.aborted', 'canary.ready']],
    ['stable.available + canary.available >= 4', ['stable.available', 'canary.available']],
    ['rollout.phase in ["Healthy", \'Paused\']', ['rollout.phase']],
    ['rollout.phase not in ["Degraded"]', ['rollout.phase']],
    ['seconds > 10 ? true : rollout.paused', ['seconds', 'rollout.paused']],
    ['len(rollout.message) == 0', ['rollout.message']],
    ['rollout.message contains "a" && -seconds < 1.5e3', ['rollout.message', 'seconds']],
    ['true', []],
  ])('%s', (condition, uses) => {
    const read = readCondition(condition);
    if (read.problem !== undefined) throw new Error(read.problem.expected);
    expect(
      read.uses.map(({ name, member }) => (member === undefined ? name.text : `${name.text}.${member.text}`)),
    ).toEqual(uses);
  });
});

describe('conditions that cannot', () => {
  test.each([
    ['rollout.phase = "Paused"', 14, '='],
    ['rollout.phase ==', 16, 'the end'],
    ['(rollout.paused', 15, 'the end'],
    ['rollout. == 1', 9, '=='],
    ['rollout.phase "Paused"', 14, '"Paused"'],
    ['"open', 0, '"'],
    ['a && && b', 5, '&&'],
    ['len(a, )', 7, ')'],
  ])('%s', (condition, start, found) => {
    expect(readCondition(condition).problem).toMatchObject({ start, found });
  });

  test('no text makes the reader fail', () => {
    const piece = fc.constantFrom(
      'rollout',
      '.',
      'phase',
      '==',
      '"',
      '(',
      ')',
      '[',
      ']',
      '&&',
      '!',
      '1',
      '?',
      ':',
      'not',
      'in',
      ',',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const condition = pieces.join(' ');
        const { problem } = readCondition(condition);
        if (problem !== undefined) expect(problem.start).toBeLessThanOrEqual(condition.length);
      }),
    );
  });
});
