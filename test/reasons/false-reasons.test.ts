import { expect, it } from 'vitest';
import { deepEqual } from '../../src/api/equality.ts';
import type { Reason } from '../../src/api/reason.ts';
import { renderReason } from '../../src/api/reason.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { RUN_RULES } from '../../src/simulation/rules.ts';
import type { TimelineEntry } from '../../src/timeline/timeline.ts';
import type { World } from '../../src/world/world.ts';
import { checkReasons } from './check-reasons.ts';
import { runToCheck } from './run-to-check.ts';
import { recordedWorlds, SCENARIOS, scenarioWorld } from './runs.ts';

interface Run {
  readonly world: World;
  readonly entries: readonly TimelineEntry[];
}

const runs: Run[] = [];
function* allRuns(): Generator<Run> {
  yield* runs;
  if (runs.length > 0) return;
  const worlds = [
    ...SCENARIOS.map(scenarioWorld),
    ...recordedWorlds('canary', 8),
    ...recordedWorlds('bluegreen', 8),
    ...recordedWorlds('random-canary', 40),
  ];
  for (const world of worlds) runs.push({ world, entries: runWorld(world).entries });
  yield* runs;
}

/** What the check finds when a reason of a rule is replaced by another, in the first run that has one. */
function foundWith(rule: string, falsify: (reason: Reason) => Reason): readonly string[] {
  for (const { world, entries } of allRuns()) {
    let replaced = false;
    const changed = entries.map((entry) => {
      if (replaced || entry.kind !== 'change' || !entry.because.some((reason) => reason.rule === rule)) return entry;
      replaced = true;
      return { ...entry, because: entry.because.map((one) => (one.rule === rule ? falsify(one) : one)) };
    });
    if (replaced) return checkReasons(runToCheck(world, changed)).wrong;
  }
  throw new Error(`no run has a reason of ${rule}`);
}

const withRule =
  (rule: string) =>
  (reason: Reason): Reason => ({ ...reason, rule });

const withInput =
  (name: string, change: (value: number) => number) =>
  (reason: Reason): Reason => {
    const input = reason.inputs[name];
    if (typeof input?.value !== 'number') throw new Error(`${reason.rule} has no number ${name}`);
    return { ...reason, inputs: { ...reason.inputs, [name]: { ...input, value: change(input.value) } } };
  };

it.each([
  ['the preview for the active version', 'blueGreen.replicas.active', withRule('blueGreen.replicas.preview')],
  ['another number of unhealthy pods', 'canary.old.unhealthy', withInput('available', (count) => count + 2)],
  ['another number of pods to spare', 'canary.old.scaleDown', withInput('room', (count) => count + 2)],
  ['a resumed for an aborted update', 'canary.steps.aborted', withRule('canary.step.resumed')],
  ['a full promotion for the end of the steps', 'canary.promoted', withRule('rollout.promoted.full')],
  ['a deadline for an analysis', 'rollout.aborted.analysis.background', withRule('rollout.aborted.deadline')],
  ['a rollback for a stable version', 'canary.steps.skipped.stable', withRule('canary.steps.skipped.rollbackWindow')],
  ['a stable version for a rollback', 'canary.steps.skipped.rollbackWindow', withRule('canary.steps.skipped.stable')],
])('a false reason is found: %s', (_what, rule, falsify) => {
  expect(foundWith(rule, (reason) => reason)).toEqual([]);
  expect(foundWith(rule, falsify)).not.toEqual([]);
});

it.each([
  ['canary.promoted', 'are done', 'are skipped'],
  ['rollout.aborted.analysis.background', 'AnalysisRun', 'good weather'],
  ['canary.steps.aborted', 'aborted', 'resumed'],
])('a false text is found: %s', (id, right, wrong) => {
  const rule = RUN_RULES.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const { inputs, value, text } = rule.example;
  const read = Object.fromEntries(
    Object.entries(inputs).map(([name, one]) => [name, { value: one, from: { clock: 'now' } as const }]),
  );
  expect(rule.template).toContain(right);
  expect(renderReason(rule, read, value)).toBe(text);
  expect(renderReason({ template: rule.template.replace(right, wrong) }, read, value)).not.toBe(text);
});

// Rules of the condition Progressing are told apart by what changed since, which is no input; the counts of a ReplicaSet are those of another object.
it('few other rules for the same field fit a reason', () => {
  const scenario = [...allRuns()].find(({ world }) => world.name === 'getting-started');
  if (scenario === undefined) throw new Error('no getting-started');
  const given = scenario.entries.flatMap((entry) => (entry.kind === 'change' ? entry.because : []));
  let compared = 0;
  const fitting = new Set<string>();
  for (const reason of given) {
    const values = Object.fromEntries(Object.entries(reason.inputs).map(([name, { value }]) => [name, value]));
    for (const other of RUN_RULES) {
      if (
        other.id === reason.rule ||
        other.id.startsWith('replicaSet.') ||
        other.path !== reason.path ||
        other.evaluate === undefined
      )
        continue;
      compared += 1;
      const gives = other.evaluate(values);
      if (gives !== undefined && deepEqual(gives, reason.value ?? null)) fitting.add(`${reason.rule} as ${other.id}`);
    }
  }
  expect(compared).toBeGreaterThan(1000);
  expect([...fitting].sort()).toMatchInlineSnapshot(`
    [
      "replicaSet.count.availableReplicas as rollout.count.availableReplicas.fewer",
      "replicaSet.count.availableReplicas as rollout.count.availableReplicas.more",
      "replicaSet.count.readyReplicas as rollout.count.readyReplicas.fewer",
      "replicaSet.count.readyReplicas as rollout.count.readyReplicas.more",
      "replicaSet.count.replicas as rollout.count.replicas.fewer",
      "replicaSet.count.replicas as rollout.count.replicas.more",
      "rollout.desiredReplicas as rollout.scaled",
      "rollout.progress.ready as rollout.progress.available",
      "rollout.progress.ready as rollout.progress.updated",
      "rollout.progress.updated as rollout.progress.available",
      "rollout.progress.updated as rollout.progress.ready",
    ]
  `);
});
