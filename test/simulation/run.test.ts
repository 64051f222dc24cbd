import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { POD, REPLICA_SET, ROLLOUT } from '../../src/api/resources.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { milestonesOf } from '../../src/simulation/settled.ts';
import { writeTimeline } from '../../src/timeline/json-lines.ts';
import { finalState } from '../../src/timeline/facts/rollouts.ts';
import { stateAt } from '../../src/timeline/state.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import type { ScriptedAction } from '../../src/world/script.ts';
import type { World } from '../../src/world/world.ts';
import { rolloutManifest, scenarioWorld, worldOf } from './worlds.ts';

const run = (world: World): Timeline => runWorld(world, { freeze: true });

const at = (atMs: number, command: string): ScriptedAction => ({
  trigger: { atMs },
  action: { do: 'run', command: `kubectl argo rollouts ${command}`, namespace: 'default' },
});

const phaseAt = (timeline: Timeline, atMs: number): string | undefined =>
  stateAt(timeline, atMs).find(ROLLOUT, 'default', 'web')?.status.phase;

const SET_IMAGE = at(10_000, 'set image web web=web:2');

/** The manifest with a request of CPU for its containers, if it has any. */
function withRequests(manifest: JsonObject): JsonObject {
  const text = JSON.stringify(manifest).replace('"image":', '"resources":{"requests":{"cpu":"100m"}},"image":');
  const changed: JsonObject = JSON.parse(text);
  return changed;
}

describe('a run', () => {
  it('ends when everything has come to rest', () => {
    const timeline = run(worldOf({ manifests: [rolloutManifest([{ setWeight: 50 }])], script: [SET_IMAGE] }));
    const { totals } = timeline.header;
    expect(totals.ended).toBe('settled');
    expect(totals.endMs).toBe(timeline.entries.at(-1)?.atMs);
    expect(totals.endMs).toBeLessThan(60_000);
    expect(finalState(timeline).find(ROLLOUT, 'default', 'web')?.status.phase).toBe('Healthy');
  });

  it('ends at a pause without a duration', () => {
    const timeline = run(worldOf({ manifests: [rolloutManifest([{ pause: {} }])], script: [SET_IMAGE] }));
    expect(timeline.header.totals.ended).toBe('settled');
    expect(phaseAt(timeline, timeline.header.totals.endMs)).toBe('Paused');
  });

  it('waits for a pause of two hours, which only the resync of the informers ends, in time', () => {
    const steps = [{ setWeight: 50 }, { pause: { duration: '2h' } }];
    const world = worldOf({ manifests: [rolloutManifest(steps)], script: [SET_IMAGE] });
    const timeline = run(world);
    const resumed = timeline.entries.find((entry) => entry.kind === 'event' && entry.reason === 'RolloutResumed');
    const paused = timeline.entries.find((entry) => entry.kind === 'event' && entry.reason === 'RolloutPaused');
    const waitedMs = (resumed?.atMs ?? 0) - (paused?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(2 * 3_600_000 - 1000);
    expect(waitedMs).toBeLessThanOrEqual(2 * 3_600_000 + 1000);
    expect(timeline.header.totals.ended).toBe('settled');
    const without = run({ ...world, rules: { ...world.rules, resync: false }, limitMs: 5 * 3_600_000 });
    expect(phaseAt(without, 5 * 3_600_000)).toBe('Paused');
  });

  it('waits for what an autoscaler will do: for other use of the pods, and for as long as it remembers the last recommendation', () => {
    const target = { type: 'Utilization', averageUtilization: 50 };
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' },
        minReplicas: 1,
        maxReplicas: 9,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      },
    };
    const utilisation = {
      'Rollout/web': [
        { fromMs: 0, percent: 50 },
        { fromMs: 600_000, percent: 100 },
        { fromMs: 700_000, percent: 25 },
      ],
    };
    const manifests = [rolloutManifest([]), autoscaler].map(withRequests);
    const world = worldOf({ manifests, utilisation });
    const timeline = run(world);
    const replicasAtEnd = (of: Timeline): number | undefined =>
      finalState(of).find(ROLLOUT, 'default', 'web')?.spec.replicas;
    expect(timeline.header.totals.ended).toBe('settled');
    expect(timeline.header.totals.endMs).toBeGreaterThan(700_000 + 300_000);
    expect(replicasAtEnd(timeline)).toBe(1);
    expect(replicasAtEnd(run({ ...world, until: { ms: 3 * 3_600_000 } }))).toBe(1);
  });

  it('waits for what a crash loop still lets happen, and ends in a back-off when only its rounds are left', () => {
    const cluster = {
      default: { readyAfter: { form: 'list', ms: [2000] } },
      images: { 'web:2': { readyAfter: { form: 'list', ms: [2000] }, crash: { afterMs: 30_000, exitCode: 1 } } },
      nodes: [],
    } as const;
    const steps = [25, 50, 75].flatMap((setWeight) => [{ setWeight }, { pause: { duration: '10m' } }]);
    const world = worldOf({ manifests: [rolloutManifest(steps)], cluster, script: [SET_IMAGE] });
    const timeline = run(world);
    const { ended, endMs } = timeline.header.totals;
    expect(ended).toBe('settled');
    const later = run({ ...world, until: { ms: endMs + 2 * 3_600_000 } });
    expect(milestonesOf(finalState(timeline))).toBe(milestonesOf(finalState(later)));
    expect(finalState(timeline).find(ROLLOUT, 'default', 'web')?.status.currentStepIndex).toBe(4);
    const containers = finalState(timeline)
      .list(POD)
      .filter(({ spec }) => spec.containers?.[0]?.image === 'web:2')
      .flatMap(({ status }) => status.containerStatuses ?? []);
    expect(containers.length).toBeGreaterThan(0);
    for (const { state, restartCount } of containers) {
      expect(state?.waiting?.reason).toBe('CrashLoopBackOff');
      expect(restartCount).toBeGreaterThan(6);
    }
  });

  it('waits for a container that crashes often, but not for ever', () => {
    const crash = { afterMs: 30_000, exitCode: 1, times: 9 };
    const cluster = {
      default: { readyAfter: { form: 'list', ms: [2000] }, crash },
      images: {},
      nodes: [],
    } as const;
    const timeline = run(worldOf({ manifests: [rolloutManifest([])], cluster }));
    expect(timeline.header.totals.ended).toBe('settled');
    const pods = finalState(timeline).list(POD);
    expect(pods.map(({ status }) => status.containerStatuses?.[0]?.restartCount)).toEqual([9, 9, 9]);
    expect(pods.every(({ status }) => status.containerStatuses?.[0]?.ready === true)).toBe(true);
  });

  it('is bounded by its limit when nothing settles', () => {
    const never = {
      default: { readyAfter: { form: 'list', ms: [0] }, never: 'ErrImagePull' },
      images: {},
      nodes: [],
    } as const;
    const manifest = rolloutManifest([{ setWeight: 50 }]);
    const timeline = run(worldOf({ manifests: [manifest], cluster: never, limitMs: 300_000 }));
    expect(timeline.header.totals).toMatchObject({ ended: 'limit', endMs: 300_000 });
  });

  it('goes on until the time that is asked for, and includes it', () => {
    const timeline = run(
      worldOf({ manifests: [rolloutManifest([])], script: [at(30_000, 'restart web')], until: { ms: 30_000 } }),
    );
    expect(timeline.header.totals).toMatchObject({ ended: 'until', endMs: 30_000 });
    expect(timeline.entries.some((entry) => entry.kind === 'action' && entry.atMs === 30_000)).toBe(true);
  });

  it('tells how far it is', () => {
    const seen: number[] = [];
    runWorld(scenarioWorld('getting-started'), {
      progressEvery: 5,
      onProgress: ({ instants }) => seen.push(instants),
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.map((_, index) => (index + 1) * 5));
  });

  it('puts actions before what they change, with what they answered', () => {
    const script = [at(5000, 'undo web --to-revision=7'), at(6000, 'set image web web=web:2')];
    const timeline = run(worldOf({ manifests: [rolloutManifest([])], script }));
    const actions = timeline.entries.filter((entry) => entry.kind === 'action');
    expect(actions.map(({ error }) => error)).toEqual(['unable to find specified revision 7 in history', undefined]);
    const [, setImage] = actions;
    const change = timeline.entries[(setImage?.seq ?? 0) + 1];
    expect(change).toMatchObject({ kind: 'change', actor: 'person', object: { kind: 'Rollout', name: 'web' } });
    expect(timeline.entries.map(({ seq }) => seq)).toEqual(timeline.entries.map((_, index) => index));
  });

  it('keeps every state of every object', () => {
    const timeline = run(scenarioWorld('getting-started'));
    const sets = stateAt(timeline, 22_000).list(REPLICA_SET, 'default');
    expect(sets.map(({ spec }) => spec.replicas)).toEqual([4, 1]);
  });

  it.each(['getting-started', 'deadline', 'mid-rollout-change', 'rollback-window'])(
    'of %s gives the same bytes again',
    (name) => expect(writeTimeline(run(scenarioWorld(name)))).toBe(writeTimeline(run(scenarioWorld(name)))),
  );
});
