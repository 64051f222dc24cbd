import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/api/json.ts';
import { POD } from '../../src/api/resources.ts';
import type { Pod } from '../../src/api/shape/core.ts';
import { REHEARSAL_RULES } from '../../src/scenario/world-defaults.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { Simulation } from '../../src/simulation/simulation.ts';
import type { Action } from '../../src/world/actions/actions.ts';
import type { NodeSpec, PodBehaviour } from '../../src/world/cluster.ts';
import type { World } from '../../src/world/world.ts';

const EPOCH_MS = 1_767_225_600_000;

function replicaSet(replicas: number): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'shop' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'shop' } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [{ name: 'web', image: 'shop:v1', resources: { requests: { cpu: '1' } } }] },
      },
    },
  };
}

interface Setting {
  readonly replicas: number;
  readonly behaviour?: PodBehaviour;
  readonly nodes?: readonly NodeSpec[];
  readonly script?: readonly (readonly [number, Action])[];
}

const READY: PodBehaviour = { readyAfter: { form: 'list', ms: [2000] } };

/** A ReplicaSet in a world of its own. */
function worldOf({ replicas, behaviour = READY, nodes = [], script = [] }: Setting): World {
  return {
    name: 'test',
    title: 'test',
    seed: 1,
    epochMs: EPOCH_MS,
    rules: REHEARSAL_RULES,
    cluster: { default: behaviour, images: {}, nodes },
    manifests: [replicaSet(replicas)],
    script: script.map(([at, action]) => ({ trigger: { atMs: at * 1000 }, action })),
    until: { ms: 3_600_000 },
    limitMs: 3_600_000,
  };
}

/** Its pods at a time of the run. */
function podsAt(seconds: number, setting: Setting): readonly Pod[] {
  const simulation = new Simulation(worldOf(setting), { freeze: true });
  simulation.start();
  const lastMs = EPOCH_MS + seconds * 1000 + 1;
  while (simulation.step(lastMs)) {
    // until nothing is due by then
  }
  return simulation.api.list(POD);
}

const isReady = ({ status }: Pod): boolean =>
  (status.conditions ?? []).some(({ type, status: holds }) => type === 'Ready' && holds === 'True');
const ready = (pods: readonly Pod[]): number => pods.filter(isReady).length;
const restarts = (pods: readonly Pod[]): readonly number[] =>
  pods.map(({ status }) => status.containerStatuses?.[0]?.restartCount ?? -1);
const reasons = (pods: readonly Pod[]): readonly string[] =>
  pods.map(({ status }) => status.containerStatuses?.[0]?.state?.waiting?.reason ?? 'running');

describe('faults of pods', () => {
  test('a share is taken in the order of names and rounded up: half of five are three', () => {
    const script = [[10, { do: 'pods', image: 'shop:v1', count: -1, percent: 50, what: 'unready' }]] as const;
    expect(podsAt(11, { replicas: 5, script }).map(isReady)).toEqual([false, false, false, true, true]);
  });

  test('a crash ends a container once; it is ready again after its start-up', () => {
    const script = [[10, { do: 'pods', image: 'shop:v1', count: 1, what: 'crash' }]] as const;
    expect(restarts(podsAt(11, { replicas: 2, script }))).toEqual([1, 0]);
    expect(ready(podsAt(11, { replicas: 2, script }))).toBe(1);
    expect(ready(podsAt(13, { replicas: 2, script }))).toBe(2);
    expect(restarts(podsAt(600, { replicas: 2, script }))).toEqual([1, 0]);
  });

  test('a crash loop backs off: restarts at 10 s, 21 s, 42 s, 83 s, each a second before the next end', () => {
    const script = [[10, { do: 'pods', image: 'shop:v1', count: -1, what: 'crash-loop' }]] as const;
    const count = (seconds: number): readonly number[] => restarts(podsAt(seconds, { replicas: 1, script }));
    expect([10, 20, 21, 41, 42, 82, 83].map((seconds) => count(seconds)[0])).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(reasons(podsAt(15, { replicas: 1, script }))).toEqual(['CrashLoopBackOff']);
    expect(ready(podsAt(300, { replicas: 1, script }))).toBe(0);
  });

  test('what is healed is ready again from its next start on', () => {
    const script = [
      [10, { do: 'pods', image: 'shop:v1', count: -1, what: 'crash-loop' }],
      [15, { do: 'pods', image: 'shop:v1', count: -1, what: 'heal' }],
    ] as const;
    expect(ready(podsAt(20, { replicas: 1, script }))).toBe(0);
    expect(ready(podsAt(24, { replicas: 1, script }))).toBe(1);
    expect(restarts(podsAt(600, { replicas: 1, script }))).toEqual([2]);
  });

  test('a container that crashes for ever does not keep a run from being settled', () => {
    const action: Action = { do: 'pods', image: 'shop:v1', count: -1, what: 'crash-loop' };
    const world = worldOf({ replicas: 1, script: [[10, action]] });
    const { totals } = runWorld({ ...world, until: 'settled' }).header;
    expect(totals.ended).toBe('settled');
    // Waits of 0, 10, 20, 40, 80 and 160 s, a second of life after each, and from then on 300 s again and again.
    expect(totals.endMs).toBe((10 + 10 + 20 + 40 + 80 + 160 + 6) * 1000);
  });
});

describe('behaviour of an image', () => {
  test('crashes so often after it was ready, then no more', () => {
    const behaviour: PodBehaviour = { ...READY, crash: { afterMs: 5000, exitCode: 137, times: 2 } };
    const pods = podsAt(120, { replicas: 1, behaviour });
    expect(restarts(pods)).toEqual([2]);
    expect(pods[0]?.status.containerStatuses?.[0]?.lastState?.terminated?.exitCode).toBe(137);
    expect(ready(pods)).toBe(1);
  });

  test('turns unready for a time', () => {
    const behaviour: PodBehaviour = { ...READY, turnsUnready: { afterMs: 10_000, forMs: 5000 } };
    expect([11, 13, 18].map((seconds) => ready(podsAt(seconds, { replicas: 1, behaviour })))).toEqual([1, 0, 1]);
  });
});

const NODES: readonly NodeSpec[] = [
  { name: 'node-1', cpu: '2' },
  { name: 'node-2', cpu: '3' },
];

const nodesOf = (pods: readonly Pod[]): readonly string[] => pods.map(({ spec }) => spec.nodeName ?? '-').sort();

describe('nodes', () => {
  test('a drained node gives its pods to the others, as far as there is room', () => {
    const script = [[10, { do: 'node', node: 'node-1', what: 'drain' }]] as const;
    expect(nodesOf(podsAt(9, { replicas: 4, nodes: NODES, script }))).toEqual(['node-1', 'node-1', 'node-2', 'node-2']);
    const pods = podsAt(20, { replicas: 4, nodes: NODES, script });
    expect(nodesOf(pods)).toEqual(['-', 'node-2', 'node-2', 'node-2']);
    const pending = pods.find(({ spec }) => spec.nodeName === undefined);
    expect(pending?.status.conditions?.[0]?.message).toContain(
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable.',
    );
  });

  test('a node that is back takes what was waiting', () => {
    const script = [
      [10, { do: 'node', node: 'node-1', what: 'drain' }],
      [60, { do: 'node', node: 'node-1', what: 'restore' }],
    ] as const;
    expect(ready(podsAt(59, { replicas: 4, nodes: NODES, script }))).toBe(3);
    expect(ready(podsAt(63, { replicas: 4, nodes: NODES, script }))).toBe(4);
  });

  test('a node that fails is noticed after 50 s, and its pods are evicted 300 s later', () => {
    const script = [[10, { do: 'node', node: 'node-1', what: 'fail' }]] as const;
    const at = (seconds: number): readonly Pod[] => podsAt(seconds, { replicas: 3, nodes: NODES, script });
    expect(ready(at(59))).toBe(3);
    expect(ready(at(60))).toBe(2);
    expect(nodesOf(at(359))).toEqual(['node-1', 'node-2', 'node-2']);
    expect(nodesOf(at(361))).toEqual(['node-2', 'node-2', 'node-2']);
    expect(ready(at(363))).toBe(3);
  });

  test('a node that is heard of again in time keeps its pods', () => {
    const script = [
      [10, { do: 'node', node: 'node-1', what: 'fail' }],
      [100, { do: 'node', node: 'node-1', what: 'restore' }],
    ] as const;
    const names = (seconds: number): readonly string[] =>
      podsAt(seconds, { replicas: 3, nodes: NODES, script }).map(({ metadata }) => metadata.name ?? '');
    expect(ready(podsAt(99, { replicas: 3, nodes: NODES, script }))).toBe(2);
    expect(ready(podsAt(101, { replicas: 3, nodes: NODES, script }))).toBe(3);
    expect(names(600)).toEqual(names(9));
  });

  test('pods that come to a node that is cut off hang there until it is heard of again', () => {
    const script = [
      [0, { do: 'node', node: 'node-2', what: 'fail' }],
      [30, { do: 'node', node: 'node-2', what: 'restore' }],
    ] as const;
    const hanging = podsAt(29, { replicas: 3, nodes: NODES, script });
    expect(ready(hanging)).toBe(1);
    expect(ready(podsAt(33, { replicas: 3, nodes: NODES, script }))).toBe(3);
  });
});
