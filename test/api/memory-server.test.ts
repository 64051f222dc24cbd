import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../src/api/errors.ts';
import type { JsonObject } from '../../src/api/json.ts';
import { MemoryServer } from '../../src/api/memory-server.ts';
import { ANALYSIS_RUN, type KubeObject, POD, REPLICA_SET, type Resource, ROLLOUT } from '../../src/api/resources.ts';
import { parseSelector } from '../../src/api/selector-parser.ts';
import type { Change } from '../../src/api/server.ts';
import { TestClock } from './test-clock.ts';

const EPOCH_MS = 1_767_225_600_000;

let clock: TestClock;
let api: MemoryServer;

beforeEach(() => {
  clock = new TestClock(EPOCH_MS + 2_999);
  api = new MemoryServer({ clock, freeze: true });
});

function create<T extends KubeObject>(resource: Resource<T>, manifest: JsonObject): T {
  const group = resource.group === '' ? '' : `${resource.group}/`;
  const decoded = api.decode({ apiVersion: `${group}${resource.version}`, kind: resource.kind, ...manifest });
  if (!isOf(resource, decoded)) throw new Error('another kind');
  return api.create(resource, decoded);
}

function isOf<T extends KubeObject>(resource: Resource<T>, object: KubeObject): object is T {
  return object.kind === resource.kind;
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return `${error.reason}: ${error.message}`;
    throw error;
  }
  return 'no error';
}

const demo = { metadata: { name: 'demo' }, spec: { replicas: 1, strategy: { canary: {} } } };

describe('create', () => {
  it('fills in what the server decides', () => {
    const rollout = create(ROLLOUT, { ...demo, status: { phase: 'Healthy' } });
    expect(rollout.metadata).toEqual({
      name: 'demo',
      namespace: 'default',
      uid: '00000000-0000-4000-8000-000000000001',
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:02Z',
    });
    expect(rollout.status.phase).toBeUndefined();
    expect([rollout.apiVersion, rollout.kind]).toEqual(['argoproj.io/v1alpha1', 'Rollout']);
  });

  it('refuses a name that is taken, and does not count it', () => {
    create(ROLLOUT, demo);
    expect(messageOf(() => create(ROLLOUT, demo))).toBe('AlreadyExists: rollouts.argoproj.io "demo" already exists');
    expect(create(POD, { metadata: { name: 'p' } }).metadata.uid).toBe('00000000-0000-4000-8000-000000000002');
  });

  it('numbers generated names with one counter for all', () => {
    expect(create(POD, { metadata: { generateName: 'a-' } }).metadata.name).toBe('a-00001');
    expect(create(ANALYSIS_RUN, { metadata: { generateName: 'b-' } }).metadata.name).toBe('b-00002');
    expect(messageOf(() => create(POD, { metadata: {} }))).toMatch(/^Invalid: metadata.name/);
  });

  it('keeps kinds that it does not know as they are', () => {
    const map = api.decode({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { a: '1' },
      extra: 0,
    });
    const resource = api.resourceFor('v1', 'ConfigMap');
    expect(api.create(resource, map)).toMatchObject({ data: { a: '1' }, extra: 0 });
    expect(messageOf(() => api.get(resource, 'default', 'd'))).toBe('NotFound: configmaps "d" not found');
  });

  it('names the path of a value of the wrong type', () => {
    const bad = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'x' } };
    const container = { name: 'a', ports: [{ containerPort: 80 }, { containerPort: 'http' }] };
    const template = { spec: { containers: [container] } };
    expect(messageOf(() => api.decode({ ...bad, spec: { template } }))).toBe(
      'BadRequest: spec.template.spec.containers[0].ports[1].containerPort: expected a whole number, found "http"',
    );
    expect(messageOf(() => api.decode({ ...bad, spec: [] }))).toBe('BadRequest: spec: expected an object, found []');
  });
});

describe('update', () => {
  it('counts generations of the spec alone, and shares what did not change', () => {
    const before = create(ROLLOUT, demo);
    const labelled = api.update(ROLLOUT, { ...before, metadata: { ...before.metadata, labels: { a: 'b' } } });
    expect([labelled.metadata.generation, labelled.metadata.resourceVersion]).toEqual([1, '2']);
    expect(labelled.spec).toBe(before.spec);
    const scaled = api.update(ROLLOUT, { ...labelled, spec: { ...labelled.spec, replicas: 2 } });
    expect([scaled.metadata.generation, scaled.metadata.resourceVersion]).toEqual([2, '3']);
    expect(scaled.spec.template).toBe(before.spec.template);
  });

  it('ignores the status; the status subresource ignores all else', () => {
    const before = create(ROLLOUT, demo);
    const changed = { ...before, spec: { ...before.spec, replicas: 7 }, status: { ...before.status, phase: 'Paused' } };
    const stored = api.updateStatus(ROLLOUT, changed);
    expect([stored.spec.replicas, stored.status.phase, stored.metadata.generation]).toEqual([1, 'Paused', 1]);
    const plain = api.update(ROLLOUT, { ...changed, metadata: stored.metadata, status: before.status });
    expect([plain.spec.replicas, plain.status.phase, plain.metadata.generation]).toEqual([7, 'Paused', 2]);
  });

  it('has no status subresource for analysis runs', () => {
    const run = create(ANALYSIS_RUN, { metadata: { name: 'r' } });
    const after = api.update(ANALYSIS_RUN, { ...run, status: { ...run.status, phase: 'Running' } });
    expect([after.status.phase, after.metadata.generation]).toEqual(['Running', 2]);
    expect(messageOf(() => api.updateStatus(ANALYSIS_RUN, run))).toMatch(/^NotFound/);
  });

  it('refuses a stale resourceVersion', () => {
    const before = create(ROLLOUT, demo);
    api.patch(ROLLOUT, 'default', 'demo', { spec: { replicas: 2 } });
    expect(messageOf(() => api.update(ROLLOUT, before))).toBe(
      'Conflict: Operation cannot be fulfilled on rollouts.argoproj.io "demo": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('is no write when nothing changes', () => {
    const before = create(ROLLOUT, demo);
    const seen: string[] = [];
    api.watch(ROLLOUT, (event) => seen.push(event.type));
    const copy: JsonObject = JSON.parse(JSON.stringify(before));
    const decoded = api.decode(copy);
    if (!isOf(ROLLOUT, decoded)) throw new Error('another kind');
    expect(api.update(ROLLOUT, decoded)).toBe(before);
    expect(api.patch(ROLLOUT, 'default', 'demo', { spec: { paused: false, minReadySeconds: 0 } })).toBe(before);
    expect(api.patch(ROLLOUT, 'default', 'demo', { status: { abort: false } }, { subresource: 'status' })).toBe(before);
    expect(api.patch(ROLLOUT, 'default', 'demo', { status: { abort: true } })).toBe(before);
    expect([seen, api.writes]).toEqual([[], 1]);
  });

  it('keeps a pointer to zero', () => {
    create(ROLLOUT, demo);
    const after = api.patch(ROLLOUT, 'default', 'demo', { status: { currentStepIndex: 0 } }, { subresource: 'status' });
    expect(after.status.currentStepIndex).toBe(0);
  });
});

describe('delete', () => {
  it('takes owned objects along', () => {
    const rollout = create(ROLLOUT, demo);
    const owner = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: 'demo',
      uid: rollout.metadata.uid ?? '',
    };
    const set = create(REPLICA_SET, { metadata: { name: 's', ownerReferences: [owner] } });
    const ofSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 's', uid: set.metadata.uid ?? '' };
    create(POD, { metadata: { name: 'p', ownerReferences: [ofSet] } });
    create(POD, { metadata: { name: 'other' } });
    const gone: string[] = [];
    api.onChange(({ before, after }) => {
      if (after === undefined) gone.push(before?.metadata.name ?? '');
    });
    api.delete(ROLLOUT, 'default', 'demo');
    expect(gone).toEqual(['demo', 's', 'p']);
    expect(api.list(POD).map((pod) => pod.metadata.name)).toEqual(['other']);
  });

  it('leaves what has another owner', () => {
    const owners = ['a', 'b'].map((name) => create(REPLICA_SET, { metadata: { name } }));
    const ownerReferences = owners.map(({ metadata }) => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: metadata.name ?? '',
      uid: metadata.uid ?? '',
    }));
    create(POD, { metadata: { name: 'p', ownerReferences } });
    api.delete(REPLICA_SET, 'default', 'a');
    expect(api.get(POD, 'default', 'p').metadata.ownerReferences).toEqual(ownerReferences.slice(1));
    api.delete(REPLICA_SET, 'default', 'b');
    expect(api.find(POD, 'default', 'p')).toBeUndefined();
  });
});

describe('list', () => {
  it('sorts by namespace and name, and answers selectors alike with and without an index', () => {
    for (const [count, size] of [
      [10, 'few'],
      [100, 'many'],
    ] as const) {
      for (let index = count - 1; index >= 0; index -= 1) {
        const name = `${size}-${String(index).padStart(3, '0')}`;
        create(POD, { metadata: { name, namespace: size, labels: { app: 'x', odd: String(index % 2) } } });
      }
      const found = api.list(POD, size, parseSelector('app=x,odd=1')).map((pod) => pod.metadata.name);
      expect(found).toEqual(
        Array.from({ length: count / 2 }, (_, i) => `${size}-${String(2 * i + 1).padStart(3, '0')}`),
      );
    }
    const first = api.list(POD, 'many', parseSelector('odd=1'));
    api.patch(POD, 'many', 'many-001', { metadata: { labels: { odd: '0' } } });
    api.delete(POD, 'many', 'many-003');
    expect(first).toHaveLength(50);
    expect(api.list(POD, 'many', parseSelector('odd=1'))).toHaveLength(48);
    expect(api.list(POD, 'many', parseSelector('odd=0'))).toHaveLength(51);
    expect(api.list(POD)).toHaveLength(109);
  });

  it('does not change a list that was handed out', () => {
    create(POD, { metadata: { name: 'a' } });
    const before = api.list(POD, 'default');
    create(POD, { metadata: { name: 'b' } });
    api.delete(POD, 'default', 'a');
    expect(before.map((pod) => pod.metadata.name)).toEqual(['a']);
  });
});

describe('watch', () => {
  it('keeps the order of writes when a handler writes', () => {
    const seen: string[] = [];
    api.watch(ROLLOUT, (event) => {
      if (event.type === 'ADDED') api.patch(ROLLOUT, 'default', 'demo', { metadata: { labels: { seen: 'yes' } } });
    });
    api.watch(ROLLOUT, (event) => seen.push(`${event.type} ${event.object.metadata.resourceVersion}`));
    create(ROLLOUT, demo);
    expect(seen).toEqual(['ADDED 1', 'MODIFIED 2']);
  });

  it('hands the journal the reasons unevaluated', () => {
    const changes: Change[] = [];
    api.onChange((change) => changes.push(change));
    const because = [
      (): never => {
        throw new Error('evaluated');
      },
    ];
    create(ROLLOUT, demo);
    api.patch(ROLLOUT, 'default', 'demo', { spec: { replicas: 3 } }, { because });
    api.patch(ROLLOUT, 'default', 'demo', { spec: { replicas: 3 } }, { because });
    expect(changes.map((change) => change.because.length)).toEqual([0, 1]);
  });
});
