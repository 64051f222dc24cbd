import { describe, expect, test } from 'vitest';
import { GIT_REPOSITORY } from '../../src/api/argocd/resources.ts';
import type { JsonObject } from '../../src/api/json.ts';
import { DEPLOYMENT, INGRESS, JOB, ROLLOUT, unknownResource } from '../../src/api/resources.ts';
import { stateAt } from '../../src/timeline/state.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { application, appAt, AUTOMATED, commit, configMap, file, run, runArgoCd } from './argocd-world.ts';
import { rolloutManifest } from './worlds.ts';

const CONFIG_MAP = unknownResource('v1', 'ConfigMap');

/** Names of the ConfigMaps at a second of the run. */
function configMaps(timeline: Timeline, seconds: number): readonly (string | undefined)[] {
  return stateAt(timeline, seconds * 1000)
    .list(CONFIG_MAP)
    .map(({ metadata }) => metadata.name);
}

/** When objects of these names were made, in seconds of the run. */
function bornAt(timeline: Timeline, names: readonly string[]): readonly (number | undefined)[] {
  return names.map((name) => {
    const born = timeline.entries.find(
      (entry) => entry.kind === 'change' && entry.before === undefined && entry.object.name === name,
    );
    return born === undefined ? undefined : born.atMs / 1000;
  });
}

function job(name: string, hook: string, policy?: string): JsonObject {
  const annotations = {
    'argocd.argoproj.io/hook': hook,
    ...(policy && { 'argocd.argoproj.io/hook-delete-policy': policy }),
  };
  const spec = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'job:1' }] } } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, annotations }, spec };
}

const wave = (value: number): JsonObject => ({ 'argocd.argoproj.io/sync-wave': String(value) });

describe('a sync', () => {
  // gitops-engine/pkg/sync/sync_context.go pruneObject, sync_tasks.go Less
  test('makes what Git has, changes it, and prunes what Git has no more', () => {
    const timeline = runArgoCd({
      files: [file('a.yaml', configMap('a')), file('b.yaml', configMap('b'))],
      script: [[60, commit([file('a.yaml', configMap('a', { a: '2' }))], { remove: ['b.yaml'] })]],
    });
    expect(configMaps(timeline, 59)).toEqual(['a', 'b']);
    expect(configMaps(timeline, 61)).toEqual(['a']);
    const [only] = stateAt(timeline, 61_000).list(CONFIG_MAP);
    expect(only).toMatchObject({ data: { a: '2' } });
    expect(appAt(timeline, 61).status?.history?.map(({ id }) => id)).toEqual([0, 1]);
  });

  test('without prune leaves it, and the Application OutOfSync', () => {
    const timeline = runArgoCd({
      app: application({ automated: {} }),
      files: [file('a.yaml', configMap('a')), file('b.yaml', configMap('b'))],
      script: [[60, commit([], { remove: ['b.yaml'] })]],
    });
    const { sync, resources, history } = appAt(timeline, 61).status ?? {};
    expect(configMaps(timeline, 61)).toEqual(['a', 'b']);
    expect([sync?.status, history?.length]).toEqual(['OutOfSync', 1]);
    expect(resources?.find(({ name }) => name === 'b')).toMatchObject({ status: 'OutOfSync', requiresPruning: true });
  });

  test('that would prune everything is refused', () => {
    const timeline = runArgoCd({
      files: [file('a.yaml', configMap('a'))],
      script: [[60, commit([], { remove: ['a.yaml'] })]],
    });
    expect(configMaps(timeline, 61)).toEqual(['a']);
    expect(appAt(timeline, 61).status?.conditions?.[0]).toMatchObject({
      type: 'SyncError',
      message: expect.stringContaining('auto-sync will wipe out all resources'),
    });
  });

  // controller/sync.go delayBetweenSyncWaves; gitops-engine/pkg/sync/sync_context.go Sync
  test('goes wave by wave: two seconds later, and when what it made is healthy', () => {
    const slow = rolloutManifest([]);
    const timeline = runArgoCd({
      files: [
        file('a.yaml', configMap('first', {}, wave(-1))),
        file('b.yaml', { ...slow, metadata: { name: 'web', annotations: wave(0) } }),
        file('c.yaml', configMap('last', {}, wave(1))),
      ],
      world: { cluster: { default: { readyAfter: { form: 'list', ms: [10_000] } }, images: {}, nodes: [] } },
    });
    expect(bornAt(timeline, ['first', 'web', 'last'])).toEqual([0, 2, 12]);
    expect(appAt(timeline, 3).status?.operationState).toMatchObject({ phase: 'Running' });
    expect(appAt(timeline, 5).status?.operationState?.message).toBe(
      'waiting for healthy state of argoproj.io/Rollout/web',
    );
    expect(appAt(timeline, 12).status?.operationState?.message).toBe('successfully synced (all tasks run)');
  });

  // gitops-engine/pkg/sync/hook; the Job runs as long as the scenario says
  test('waits for its hooks: PreSync before, PostSync after', () => {
    const timeline = runArgoCd({
      files: [
        file('a.yaml', job('migrate', 'PreSync', 'HookSucceeded')),
        file('b.yaml', configMap('a')),
        file('c.yaml', job('smoke', 'PostSync')),
      ],
      world: { jobs: { migrate: { ms: 30_000, fail: false }, smoke: { ms: 10_000, fail: false } } },
    });
    expect(appAt(timeline, 20).status?.operationState?.message).toBe(
      'waiting for completion of hook batch/Job/migrate',
    );
    expect(bornAt(timeline, ['migrate', 'a', 'smoke'])).toEqual([0, 30, 32]);
    const { phase, finishedAt } = appAt(timeline, 60).status?.operationState ?? {};
    expect([phase, finishedAt]).toEqual(['Succeeded', '2026-01-01T00:00:42Z']);
    const jobs = stateAt(timeline, 60_000).list(JOB);
    expect(jobs.map(({ metadata }) => metadata.name)).toEqual(['smoke']);
    expect(appAt(timeline, 60).status?.sync?.status).toBe('Synced');
  });

  test('that fails in a hook changes nothing, runs its SyncFail hook, and is tried again', () => {
    const timeline = runArgoCd({
      app: application({ ...AUTOMATED, retry: { limit: 1, backoff: { duration: '5s', factor: 2 } } }),
      files: [
        file('a.yaml', job('migrate', 'PreSync')),
        file('b.yaml', configMap('a')),
        file('c.yaml', configMap('sorry', {}, { 'argocd.argoproj.io/hook': 'SyncFail' })),
      ],
      world: { jobs: { migrate: { ms: 3000, fail: true } } },
    });
    expect(configMaps(timeline, 4)).toEqual(['sorry']);
    expect(appAt(timeline, 4).status?.operationState).toMatchObject({ phase: 'Running', retryCount: 1 });
    // The wait is reckoned with the count that is already raised: 5 s times 2. Then the hook of before goes, and two seconds pass as between waves.
    expect(appAt(timeline, 13.5).status?.operationState?.message).toBe(
      'waiting for deletion of hook batch/Job/migrate',
    );
    expect(appAt(timeline, 15.5).status?.operationState?.message).toBe(
      'waiting for completion of hook batch/Job/migrate',
    );
    expect(appAt(timeline, 30).status?.operationState).toMatchObject({
      phase: 'Failed',
      message: 'one or more synchronization tasks completed unsuccessfully (retried 1 times).',
    });
    expect(configMaps(timeline, 30)).toEqual(['sorry']);
    expect(appAt(timeline, 300).status?.operationState?.retryCount).toBe(1);
  });

  test('of a Deployment does not fight the defaults of the API server, nor an Ingress its address', () => {
    const spec = {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '1000m' } } }] },
      },
    };
    const timeline = runArgoCd({
      files: [
        file('a.yaml', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec }),
        file('b.yaml', {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'web' },
          spec: { rules: [{ host: 'a' }] },
        }),
      ],
    });
    const state = stateAt(timeline, 60_000);
    expect(state.find(DEPLOYMENT, 'default', 'web')?.spec.replicas).toBe(1);
    expect(state.find(INGRESS, 'default', 'web')?.status.loadBalancer.ingress).toEqual([{ ip: '203.0.113.1' }]);
    const { sync, health, operationState } = appAt(timeline, 60).status ?? {};
    expect([sync?.status, health?.status]).toEqual(['Synced', 'Healthy']);
    expect(operationState?.operation.sync?.autoHealAttemptsCount).toBeUndefined();
  });
});

describe('by hand', () => {
  const manual = application({});

  // server/application/application.go Sync, Rollback
  test('nothing happens until somebody syncs; a rollback goes back', () => {
    const timeline = runArgoCd({
      app: manual,
      files: [file('a.yaml', configMap('a'))],
      script: [
        [10, run('argocd app sync shop')],
        [20, commit([file('a.yaml', configMap('a', { a: '2' }))])],
        [30, run('argocd app sync shop')],
        [40, run('argocd app rollback shop')],
      ],
    });
    expect(configMaps(timeline, 9)).toEqual([]);
    expect(appAt(timeline, 9).status).toMatchObject({ sync: { status: 'OutOfSync' }, health: { status: 'Missing' } });
    expect(appAt(timeline, 11).status?.sync?.status).toBe('Synced');
    expect(appAt(timeline, 21).status?.sync?.status).toBe('OutOfSync');
    expect(appAt(timeline, 31).status?.sync?.status).toBe('Synced');
    expect(stateAt(timeline, 41_000).list(CONFIG_MAP)[0]).toMatchObject({ data: { a: '1' } });
    expect(appAt(timeline, 41).status).toMatchObject({
      sync: { status: 'OutOfSync' },
      history: [{ id: 0 }, { id: 1 }, { id: 2 }],
    });
  });

  test('a rollback is refused while auto-sync is on, and so is another revision', () => {
    const timeline = runArgoCd({
      files: [file('a.yaml', configMap('a'))],
      script: [
        [5, commit([file('a.yaml', configMap('a', { a: '2' }))])],
        [10, run('argocd app rollback shop 0')],
        [20, run('argocd app sync shop --revision HEAD~1')],
      ],
    });
    const errors = timeline.entries.flatMap((entry) => (entry.kind === 'action' ? (entry.error ?? []) : []));
    expect(errors).toEqual([
      'rollback cannot be initiated when auto-sync is enabled',
      'Cannot sync to HEAD~1: auto-sync currently set to HEAD',
    ]);
  });

  test('actions change a Rollout of the Application', () => {
    const timeline = runArgoCd({
      files: [file('a.yaml', { ...rolloutManifest([{ setWeight: 50 }, { pause: {} }]), metadata: { name: 'web' } })],
      script: [
        [20, commit([], { images: [{ container: 'web', image: 'web:2' }] })],
        [60, run('argocd app actions run shop promote-full --kind Rollout')],
        [61, run('argocd app actions run shop explode --kind Rollout')],
      ],
    });
    expect(appAt(timeline, 59).status?.health?.status).toBe('Suspended');
    expect(stateAt(timeline, 90_000).find(ROLLOUT, 'default', 'web')?.status.phase).toBe('Healthy');
    expect(appAt(timeline, 90).status?.sync?.status).toBe('Synced');
    const errors = timeline.entries.flatMap((entry) => (entry.kind === 'action' ? (entry.error ?? []) : []));
    expect(errors).toHaveLength(1);
  });
});

describe('what holds a sync back', () => {
  // types.go SyncWindows.CanSync: the run starts on 2026-01-01 at 00:00.
  test('a window: syncs wait for it, and people may not', () => {
    const project = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'shop', namespace: 'argocd' },
      spec: { syncWindows: [{ kind: 'deny', schedule: '0 0 * * *', duration: '5m', applications: ['*'] }] },
    };
    const timeline = runArgoCd({
      app: application(AUTOMATED, { project: 'shop' }),
      also: [project],
      files: [file('a.yaml', configMap('a'))],
      script: [[60, run('argocd app sync shop')]],
    });
    const errors = timeline.entries.flatMap((entry) => (entry.kind === 'action' ? (entry.error ?? []) : []));
    expect(errors).toEqual(['cannot sync: blocked by sync window']);
    expect(configMaps(timeline, 299)).toEqual([]);
    expect(configMaps(timeline, 599)).toEqual(['a']);
    const settled = runArgoCd({
      app: application(AUTOMATED, { project: 'shop' }),
      also: [project],
      files: [file('a.yaml', configMap('a'))],
      world: { until: 'settled' },
    });
    expect(settled.header.totals.ended).toBe('settled');
    expect(configMaps(settled, 3600)).toEqual(['a']);
  });

  test('a project or a repository that is not there', () => {
    const lost = runArgoCd({
      app: application(AUTOMATED, { project: 'lost' }),
      files: [file('a.yaml', configMap('a'))],
    });
    expect(appAt(lost, 1).status).toMatchObject({
      sync: { status: 'Unknown' },
      conditions: [{ type: 'InvalidSpecError' }],
    });
    const source = { repoURL: 'https://git.example/other.git' };
    const other = runArgoCd({ app: application(AUTOMATED, { source }), files: [file('a.yaml', configMap('a'))] });
    expect(appAt(other, 1).status).toMatchObject({
      sync: { status: 'Unknown' },
      conditions: [{ type: 'ComparisonError' }],
    });
  });

  // util/argo/normalizers/diff_normalizer.go; controller/sync.go normalizeTargetResources
  test('differences that are ignored', () => {
    const ignoreDifferences = [{ kind: 'ConfigMap', jsonPointers: ['/data/a'] }];
    const edit = {
      do: 'patch',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'a',
      namespace: 'default',
      merge: { data: { a: 'mine' } },
    } as const;
    const data = (timeline: Timeline, seconds: number): unknown =>
      stateAt(timeline, seconds * 1000).list(CONFIG_MAP)[0];
    const world = (syncOptions: readonly string[]) =>
      runArgoCd({
        app: application({ ...AUTOMATED, syncOptions }, { ignoreDifferences }),
        files: [file('a.yaml', configMap('a'))],
        script: [
          [10, edit],
          [20, commit([file('a.yaml', configMap('a', { a: '1', b: '2' }))])],
        ],
      });
    const plain = world([]);
    expect(appAt(plain, 11).status?.sync?.status).toBe('Synced');
    expect(data(plain, 11)).toMatchObject({ data: { a: 'mine' } });
    expect(data(plain, 21)).toMatchObject({ data: { a: '1', b: '2' } });
    expect(data(world(['RespectIgnoreDifferences=true']), 21)).toMatchObject({ data: { a: 'mine', b: '2' } });
  });
});

describe('a webhook', () => {
  test('tells of commits alone, not of a resync of the informers', () => {
    const timeline = runArgoCd({
      files: [file('a.yaml', configMap('a'))],
      settings: { refreshMs: 0 },
      world: { until: { ms: 1_000_000 } },
    });
    const later = timeline.entries.filter(({ kind, atMs }) => kind === 'change' && atMs > 60_000);
    expect(later).toEqual([]);
  });
});

describe('without a webhook', () => {
  const seen = (seed: number): readonly number[] => {
    const timeline = runArgoCd({
      files: [file('a.yaml', configMap('a'))],
      settings: { webhook: false },
      script: [[1, commit([file('a.yaml', configMap('a', { a: '2' }))])]],
      world: { seed, until: 'settled' },
    });
    const states = timeline.entries.flatMap((entry) =>
      entry.kind === 'event' && entry.reason === 'OperationStarted' ? [entry.atMs] : [],
    );
    return states.slice(1);
  };

  // controller/appcontroller.go newApplicationInformerAndLister: a look every 120 s, put off by up to 60 s.
  test('Argo CD finds a commit when it looks: after 120 to 180 s here, by the jitter of the run', () => {
    const times = [1, 2, 3, 4, 5, 6].map((seed) => seen(seed)[0] ?? NaN);
    for (const atMs of times) {
      expect(atMs).toBeGreaterThanOrEqual(120_000);
      expect(atMs).toBeLessThanOrEqual(180_100);
    }
    expect(new Set(times).size).toBeGreaterThan(3);
    expect(seen(1)).toEqual(seen(1));
  });

  test('a run that has come to rest is over, however often Argo CD would look', () => {
    const timeline = runArgoCd({
      files: [file('a.yaml', configMap('a'))],
      settings: { webhook: false },
      world: { until: 'settled' },
    });
    expect(timeline.header.totals).toMatchObject({ endMs: 0, ended: 'settled' });
  });
});

describe('Git', () => {
  test('names commits by what they are: equal runs have equal revisions, other contents others', () => {
    const revisions = (data: JsonObject): readonly string[] => {
      const timeline = runArgoCd({
        files: [file('a.yaml', configMap('a'))],
        script: [[1, commit([file('a.yaml', configMap('a', data))])]],
      });
      const repository = stateAt(timeline, 5000).find(GIT_REPOSITORY, '', 'shop');
      return (repository?.commits ?? []).map(({ revision }) => revision);
    };
    const [first, second] = revisions({ a: '2' });
    expect(revisions({ a: '2' })).toEqual([first, second]);
    expect(revisions({ a: '3' })[0]).toBe(first);
    expect(revisions({ a: '3' })[1]).not.toBe(second);
    expect(first).toMatch(/^[0-9a-f]{40}$/);
  });

  test('reverts a commit file by file; what was changed since cannot be reverted, and nothing can be no commit', () => {
    const [a1, b1] = [file('a.yaml', configMap('a')), file('b.yaml', configMap('b'))];
    const timeline = runArgoCd({
      files: [a1],
      script: [
        [1, commit([file('a.yaml', configMap('a', { a: '2' })), b1])],
        [2, commit([], { revert: 'HEAD' })],
        [3, commit([file('a.yaml', configMap('a', { a: '3' }))])],
        [4, commit([], { revert: 'HEAD~2' })],
        [5, commit([])],
        [6, commit([], { images: [{ container: 'web', image: 'web:2' }] })],
        [7, commit([], { revert: 'abcdef0' })],
      ],
    });
    expect(configMaps(timeline, 1.5)).toEqual(['a', 'b']);
    expect(configMaps(timeline, 2.5)).toEqual(['a']);
    const errors = timeline.entries.flatMap((entry) => (entry.kind === 'action' ? (entry.error ?? []) : []));
    expect(errors).toEqual([
      expect.stringContaining('its files were changed since'),
      'nothing to commit, working tree clean',
      'no manifest in Git has a container web',
      "bad revision 'abcdef0'",
    ]);
  });
});
