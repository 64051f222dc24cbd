import { describe, expect, test } from 'vitest';
import { verdicts, withVerdicts } from '../../src/expect/verdicts.ts';
import type { Expectation } from '../../src/expr/index.ts';
import { judgementOf } from '../../src/session/judgement.ts';
import { runObserved, runWorld } from '../../src/simulation/run.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { readTimeline } from '../../src/timeline/read-json-lines.ts';
import type { Action } from '../../src/world/actions/actions.ts';
import { rolloutManifest, worldOf } from '../simulation/worlds.ts';

/** Three pods of web:1 are there from second 2 on; at 10 s web:2 is set, pauses at one pod of four, and is promoted at 30 s. */
const timeline = runWorld(
  worldOf({
    manifests: [rolloutManifest([{ setWeight: 34 }, { pause: {} }])],
    script: [
      {
        trigger: { atMs: 10_000 },
        action: { do: 'run', command: 'kubectl argo rollouts set image web web=web:2', namespace: 'default' },
      },
      {
        trigger: { atMs: 30_000 },
        action: { do: 'run', command: 'kubectl argo rollouts promote web', namespace: 'default' },
      },
    ],
  }),
);

function judge(expectation: Omit<Expectation, 'source'>) {
  const [verdict] = verdicts(timeline, [{ ...expectation, source: { file: 'scenario.yaml', line: 1 } }]);
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

describe('always', () => {
  test('holds when it is true at every instant of its window', () => {
    const verdict = judge({ form: 'always', condition: 'rollout.available >= 3', fromMs: 5_000 });
    expect(verdict).toMatchObject({ passed: true, text: '', expectation: 'always rollout.available >= 3 from 5s' });
    expect(verdict.state).toBeUndefined();
  });

  test('breaks at the first instant, and shows what was found there', () => {
    const verdict = judge({ form: 'always', condition: 'canary.replicas == 0', name: 'no canary' });
    expect(verdict).toMatchObject({
      passed: false,
      atMs: 10_000,
      expectation: 'no canary',
      condition: 'always canary.replicas == 0',
      state: { 'canary.replicas': 1 },
      text: 'broke at 10s: canary.replicas was 1',
    });
    const before = (verdict.evidence ?? []).map((seq) => timeline.entries[seq]);
    expect(before.length).toBeGreaterThan(0);
    expect(before.every((entry) => entry !== undefined && entry.atMs <= 10_000)).toBe(true);
    expect(before.some((entry) => entry?.kind === 'event')).toBe(true);
  });

  test('looks only between from and until', () => {
    expect(judge({ form: 'always', condition: 'canary.replicas == 0', untilMs: 9_999 }).passed).toBe(true);
    expect(judge({ form: 'always', condition: 'canary.replicas == 0', untilMs: 10_000 }).passed).toBe(false);
  });

  test('is asked of the state in which its window begins, though nothing changes then', () => {
    const verdict = judge({ form: 'always', condition: 'rollout.step == 0', fromMs: 20_000, untilMs: 20_001 });
    expect(verdict).toMatchObject({ passed: false, atMs: 20_000, state: { 'rollout.step': 1 } });
  });
});

describe('never', () => {
  test('breaks at the first instant at which it is true', () => {
    expect(judge({ form: 'never', condition: 'rollout.phase == "Paused"' })).toMatchObject({
      passed: false,
      atMs: 12_000,
      text: 'broke at 12s: rollout.phase was "Paused"',
    });
    expect(judge({ form: 'never', condition: 'rollout.phase == "Degraded"' }).passed).toBe(true);
  });
});

describe('eventually', () => {
  test('says when it came true', () => {
    expect(judge({ form: 'eventually', condition: 'rollout.phase == "Paused"', withinMs: 12_000 })).toMatchObject({
      passed: true,
      atMs: 12_000,
      text: 'came true at 12s',
    });
  });

  test('breaks when its time is over', () => {
    expect(judge({ form: 'eventually', condition: 'rollout.phase == "Paused"', withinMs: 11_999 })).toMatchObject({
      passed: false,
      atMs: 11_999,
      text: 'did not come true by 11.999s: rollout.phase was "Progressing"',
    });
  });

  test('breaks at the end of the run', () => {
    const { endMs } = timeline.header.totals;
    const verdict = judge({ form: 'eventually', condition: 'rollout.aborted', withinMs: 3_600_000 });
    expect(verdict).toMatchObject({ passed: false, atMs: endMs, state: { 'rollout.aborted': false } });
    expect(verdict.text).toContain('where the run ended');
  });
});

describe('at', () => {
  test.each([
    [11_999, false],
    [12_000, true],
    [29_999, true],
    [30_000, false],
    [3_600_000, false],
  ])('%i ms', (atMs, passed) => {
    expect(judge({ form: 'at', condition: 'rollout.phase == "Paused"', atMs }).passed).toBe(passed);
  });
});

describe('a time after the end of the run', () => {
  test.each([
    ['at', { form: 'at', condition: 'rollout.phase == "Healthy"', atMs: 3_600_000 }],
    ['always from', { form: 'always', condition: 'rollout.phase == "Healthy"', fromMs: 3_600_000 }],
    ['never from', { form: 'never', condition: 'rollout.aborted', fromMs: 3_600_000 }],
  ] as const)('%s fails: nothing is known of it', (_, expectation) => {
    const verdict = judge(expectation);
    expect(verdict).toMatchObject({ passed: false, atMs: timeline.header.totals.endMs });
    expect(verdict.text).toContain('until: 1h0m0s makes it go on to that time');
  });
});

describe('the script', () => {
  const promote: Action = { do: 'run', command: 'kubectl argo rollouts promote web', namespace: 'default' };
  const world = worldOf({
    manifests: [rolloutManifest([])],
    script: [
      { trigger: { when: 'rollout.step == 17', afterMs: 0 }, action: promote },
      { trigger: { when: 'rollout.phase == "Healthy"', afterMs: 60_000 }, action: promote },
      { trigger: { when: 'rollout.step == 18', afterMs: 0 }, action: promote, automatic: true },
      { trigger: { atMs: 5000 }, action: promote },
    ],
    until: { ms: 10_000 },
  });
  const { timeline: ran, cameTrueMs } = runObserved(world);

  test('fails where an entry that people wrote never acted, and says why', () => {
    const { verdicts: judged } = withVerdicts(ran, [], { script: world.script, cameTrueMs });
    expect(judged.map(({ passed, about, expectation, text }) => [passed, about, expectation, text])).toEqual([
      [
        false,
        'script',
        'when rollout.step == 17: kubectl argo rollouts promote web',
        'never happened: the condition never came true, and the run ended at 10s',
      ],
      [
        false,
        'script',
        'when rollout.phase == "Healthy" after 1m0s: kubectl argo rollouts promote web',
        'never happened: the condition came true at 2s, but the run ended at 10s',
      ],
    ]);
    const [reason] = judged;
    expect(judgementOf({ ...ran, verdicts: judged })).toEqual({
      passed: false,
      reason: `${reason?.expectation ?? ''}: ${reason?.text ?? ''} (and 1 more)`,
    });
  });
});

describe('time', () => {
  test('a condition that speaks of it is asked every second too', () => {
    expect(judge({ form: 'eventually', condition: 'seconds >= 17', withinMs: 25_000 })).toMatchObject({
      passed: true,
      atMs: 17_000,
    });
    expect(judge({ form: 'never', condition: 'seconds > 20 && rollout.phase == "Paused"' }).atMs).toBe(21_000);
  });
});

describe('what cannot be asked', () => {
  test('a rollout that was never there', () => {
    const rollout = { namespace: 'default', name: 'other' };
    expect(judge({ form: 'never', condition: 'rollout.aborted', rollout })).toMatchObject({
      passed: false,
      text: 'could not be asked: there was no rollout other',
    });
  });

  test.each(['always', 'never', 'eventually', 'at'] as const)('%s a condition that cannot be computed', (form) => {
    const verdict = judge({ form, condition: 'split(rollout.name, ",")[7] == "x"', atMs: 0 });
    expect(verdict).toMatchObject({ passed: false, state: { 'rollout.name': 'web' } });
    expect(verdict.text).toContain('it cannot be computed (reflect: slice index out of range)');
  });
});

test('verdicts stand behind the entries of their instants, renumber nothing, and survive being written', () => {
  const source = { file: 'scenario.yaml', line: 1 };
  const judged = withVerdicts(timeline, [
    { form: 'eventually', condition: 'rollout.phase == "Healthy" && rollout.revision == 2', source },
    { form: 'never', condition: 'canary.ready > 0', source },
  ]);
  expect(judged.entries).toBe(timeline.entries);
  const found = judged.verdicts;
  expect(found.map(({ passed, atMs }) => [passed, atMs])).toEqual([
    [false, 12_000],
    [true, 34_000],
  ]);
  for (const { after, atMs } of found) {
    expect(judged.entries[after]?.atMs).toBeLessThanOrEqual(atMs);
    expect(judged.entries[after + 1]?.atMs ?? Infinity).toBeGreaterThan(atMs);
  }
  expect(found[0]?.evidence).toHaveLength(5);
  for (const seq of found[0]?.evidence ?? []) expect(judged.entries[seq]?.atMs).toBeLessThanOrEqual(12_000);
  expect(writeTimeline(readTimeline(writeTimeline(judged)))).toBe(writeTimeline(judged));
});
