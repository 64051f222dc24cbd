import { describe, expect, it } from 'vitest';
import { runWorld } from '../../src/simulation/run.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { actionText } from '../../src/world/actions/actions.ts';
import type { ScriptedAction, Trigger } from '../../src/world/script.ts';
import type { World } from '../../src/world/world.ts';
import { rolloutManifest, worldOf } from './worlds.ts';

const when = (condition: string, afterMs: number, command: string, repeat?: true): ScriptedAction => {
  const trigger: Trigger = { when: condition, afterMs, ...(repeat === undefined ? {} : { repeat }) };
  return { trigger, action: { do: 'run', command: `kubectl argo rollouts ${command}`, namespace: 'default' } };
};

const at = (atMs: number, command: string): ScriptedAction => ({
  trigger: { atMs },
  action: { do: 'run', command: `kubectl argo rollouts ${command}`, namespace: 'default' },
});

const run = (script: readonly ScriptedAction[], world: Partial<World> = {}): Timeline =>
  runWorld(
    worldOf({ manifests: [rolloutManifest([{ setWeight: 30 }, { pause: {} }, { pause: {} }])], script, ...world }),
    { freeze: true },
  );

/** Time and text of what people did. */
const actionsOf = (timeline: Timeline): readonly string[] =>
  timeline.entries.flatMap((entry) =>
    entry.kind === 'action' ? [`${entry.atMs} ${actionText(entry.action).replace('kubectl argo rollouts ', '')}`] : [],
  );

const firstPauseMs = (timeline: Timeline): number =>
  timeline.entries.find((entry) => entry.kind === 'event' && entry.reason === 'RolloutPaused')?.atMs ?? -1;

const SET_IMAGE = at(10_000, 'set image web web=web:2');

describe('a script', () => {
  it('acts some time after a condition first holds, once', () => {
    const timeline = run([SET_IMAGE, when('rollout.phase == "Paused"', 60_000, 'promote web')]);
    const pausedMs = firstPauseMs(timeline);
    expect(actionsOf(timeline)).toEqual(['10000 set image web web=web:2', `${pausedMs + 60_000} promote web`]);
    expect(pausedMs).toBeGreaterThan(10_000);
  });

  it('acts in the very instant in which the condition comes to hold', () => {
    const timeline = run([SET_IMAGE, when('rollout.phase == "Paused" && rollout.step == 1', 0, 'abort web')]);
    expect(actionsOf(timeline)[1]).toBe(`${firstPauseMs(timeline)} abort web`);
    expect(timeline.entries.at(-1)?.atMs).toBeLessThan(60_000);
  });

  it('acts each time that it comes to hold, if it is asked to', () => {
    const timeline = run([SET_IMAGE, when('rollout.paused', 5000, 'promote web', true)]);
    const [, first, second, third] = actionsOf(timeline);
    expect(first).toMatch(/promote/);
    expect(third).toBeUndefined();
    // The second pause follows in the instant of the promotion: it held all the time.
    expect(second).toBeUndefined();
    const byStep = [1, 2].map((step) => when(`rollout.paused && rollout.step == ${step}`, 5000, 'promote web', true));
    expect(actionsOf(run([SET_IMAGE, ...byStep]))).toHaveLength(3);
  });

  it('notices a condition on the time though nothing changes', () => {
    const timeline = run([when('seconds >= 100 && rollout.available == 3', 0, 'restart web')], {
      until: { ms: 200_000 },
    });
    expect(actionsOf(timeline)).toEqual(['100000 restart web']);
  });

  it('speaks of both sides of an update', () => {
    const condition =
      'canary.available == 1 && stable.hash != canary.hash && canary.image == "web:2" && stable.revision == 1';
    const timeline = run([SET_IMAGE, when(condition, 1000, 'abort web')]);
    expect(actionsOf(timeline)).toHaveLength(2);
  });

  it('tells once of a condition that cannot be computed', () => {
    const timeline = run([SET_IMAGE, when('rollout.phase matches rollout.name + "["', 0, 'abort web')]);
    const findings = timeline.findings.map(({ text }) => text);
    expect(findings.filter((text) => text.includes('cannot be computed'))).toHaveLength(1);
    expect(actionsOf(timeline)).toHaveLength(1);
  });

  it('lets actions of one time happen in the order of the script', () => {
    const timeline = run([at(20_000, 'pause web'), at(10_000, 'restart web'), at(20_000, 'promote web')]);
    expect(actionsOf(timeline)).toEqual(['10000 restart web', '20000 pause web', '20000 promote web']);
  });
});
