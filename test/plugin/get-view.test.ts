import { describe, expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { getExperimentView } from '../../src/plugin/views/get-experiment.ts';
import { getRolloutView } from '../../src/plugin/views/get-rollout.ts';
import { EPOCH_MS } from './cluster.ts';
import { staticReader } from './static-reader.ts';
import { analysisRun, at, containerStatus, experiment, pod, replicaSet, rollout, RUNNING } from './view-objects.ts';

const STEPS = [{ setWeight: 25 }, { pause: {} }];
const NOW_MS = EPOCH_MS + 130_001;

function view(manifests: readonly Json[], color = false): string {
  return getRolloutView(staticReader(manifests), { namespace: 'default', name: 'shop', nowMs: NOW_MS, color });
}

/** The lines of the tree, blanks at their ends kept. */
function tree(manifests: readonly Json[]): readonly string[] {
  const text = view(manifests);
  return text.slice(text.indexOf('\n\n') + 2, -1).split('\n');
}

function property(text: string, label: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.trimStart().startsWith(`${label}:`))
    ?.slice(17);
}

const canary = rollout(
  { name: 'shop' },
  { replicas: 4, strategy: { canary: { steps: STEPS } } },
  {
    ...{
      currentPodHash: 'shop-b',
      stableRS: 'shop-a',
      currentStepIndex: 1,
      phase: 'Paused',
      message: 'CanaryPauseStep',
    },
    ...{ replicas: 4, updatedReplicas: 1, readyReplicas: 4, availableReplicas: 4, controllerPause: true },
    pauseConditions: [{ reason: 'CanaryPauseStep', startTime: at(120) }],
  },
);
const stableSet = replicaSet({ name: 'shop-a', owner: 'Rollout/shop', revision: 1, replicas: 3 });
const canarySet = replicaSet({
  ...{ name: 'shop-b', owner: 'Rollout/shop', revision: 2, created: 100, replicas: 1, images: ['shop:v2', 'proxy:v1'] },
});
const oldSet = replicaSet({ name: 'shop-0', owner: 'Rollout/shop', revision: 0, replicas: 0 });

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go PrintRollout. */
describe('a canary that is paused', () => {
  test('to the character', () => {
    const pods = [
      pod({ name: 'shop-a-2', owner: 'ReplicaSet/shop-a' }, RUNNING),
      pod({ name: 'shop-a-1', owner: 'ReplicaSet/shop-a' }, RUNNING),
      pod({ name: 'shop-a-0', owner: 'ReplicaSet/shop-a', created: 60 }, RUNNING),
      pod({ name: 'shop-b-1', owner: 'ReplicaSet/shop-b', created: 100 }, RUNNING),
      pod({ name: 'stranger', owner: 'ReplicaSet/till' }, RUNNING),
    ];
    expect(view([canary, stableSet, oldSet, canarySet, ...pods])).toBe(
      [
        'Name:            shop',
        'Namespace:       default',
        'Status:          ॥ Paused',
        'Message:         CanaryPauseStep',
        'Strategy:        Canary',
        '  Step:          1/2',
        '  SetWeight:     25',
        '  ActualWeight:  25',
        'Images:          proxy:v1 (canary)',
        '                 shop:v1 (stable)',
        '                 shop:v2 (canary)',
        'Replicas:',
        '  Desired:       4',
        '  Current:       4',
        '  Updated:       1',
        '  Ready:         4',
        '  Available:     4',
        '',
        'NAME                 KIND        STATUS        AGE    INFO',
        '⟳ shop               Rollout     ॥ Paused      2m10s  ',
        '├──# revision:2                                       ',
        '│  └──⧉ shop-b       ReplicaSet  ✔ Healthy     30s    canary',
        '│     └──□ shop-b-1  Pod         ✔ Running     30s    ready:1/1',
        '├──# revision:1                                       ',
        '│  └──⧉ shop-a       ReplicaSet  ✔ Healthy     2m10s  stable',
        '│     ├──□ shop-a-1  Pod         ✔ Running     2m10s  ready:1/1',
        '│     ├──□ shop-a-2  Pod         ✔ Running     2m10s  ready:1/1',
        '│     └──□ shop-a-0  Pod         ✔ Running     70s    ready:1/1',
        '└──# revision:0                                       ',
        '   └──⧉ shop-0       ReplicaSet  • ScaledDown  2m10s  ',
        '',
      ].join('\n'),
    );
  });

  test('in colours, which take no room', () => {
    const colored = view([canary, stableSet, canarySet], true);
    const escape = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(colored.replace(escape, '')).toBe(view([canary, stableSet, canarySet]));
    expect(colored).toContain('⧉ \u001b[33mshop-b\u001b[0m');
    expect(colored).toContain('\u001b[32mstable\u001b[0m');
    expect(colored).toContain('\u001b[0m॥\u001b[0m Paused');
    expect(colored).toContain('\u001b[32m✔\u001b[0m Healthy');
  });
});

/** Source: pkg/kubectl-argo-rollouts/info/rollout_info.go NewRolloutInfo. */
describe('the weight that a canary has', () => {
  const strategy = (more: object): Json => JSON.parse(JSON.stringify({ canary: { steps: STEPS, ...more } }));
  test.each<[string, object, object, number, string]>([
    ['the share of the pods that are available, cut', {}, { availableReplicas: 3 }, 1, '33'],
    ['nothing while no pod is available', {}, { availableReplicas: 0 }, 1, '0'],
    ['everything at the end of the steps', {}, { availableReplicas: 0, currentStepIndex: 2 }, 1, '100'],
    ['what the router was told', { trafficRouting: {} }, { canary: { weights: { canary: { weight: 7 } } } }, 1, '7'],
    ['what the step says while the router was told nothing', { trafficRouting: {} }, {}, 1, '25'],
    [
      'out of what counts as everything',
      { trafficRouting: { maxTrafficWeight: 1000 } },
      { currentStepIndex: 2 },
      1,
      '1000',
    ],
  ])('%s', (_, more, status, available, weight) => {
    const base = { currentPodHash: 'shop-b', stableRS: 'shop-a', currentStepIndex: 0, availableReplicas: 4 };
    const described: Json = JSON.parse(JSON.stringify({ ...base, ...status }));
    if (described === null || typeof described !== 'object' || !('currentPodHash' in described)) throw new Error();
    const shop = rollout({ name: 'shop' }, { strategy: strategy(more) }, described);
    const set = replicaSet({ name: 'shop-b', owner: 'Rollout/shop', replicas: 1, available });
    expect(property(view([shop, set]), 'ActualWeight')).toBe(weight);
  });
});

/** Source: pkg/kubectl-argo-rollouts/info/replicaset_info.go. */
describe('ReplicaSets', () => {
  const strategy = { blueGreen: { activeService: 'shop' } };
  const status = { stableRS: 'a', blueGreen: { activeSelector: 'a', previewSelector: 'b' } };

  function infoOf(...sets: readonly Json[]): readonly string[] {
    const [, , ...rows] = tree([rollout({ name: 'shop' }, { strategy }, status), ...sets]);
    return rows
      .filter((row) => row.includes('⧉'))
      .map((row) => row.replaceAll(/\s+/g, ' ').replace(/^.*ReplicaSet /, ''));
  }

  const set = (name: string, more: object = {}): Json =>
    replicaSet({ name, owner: 'Rollout/shop', revision: 1, replicas: 1, ...more });
  const deadline = (seconds: number): object => ({ annotations: { 'scale-down-deadline': at(seconds) } });

  test('of a blue-green rollout: active, preview, and what waits to be scaled down', () => {
    expect(infoOf(set('a'), set('b'), set('c', deadline(155)), set('d', deadline(130)))).toEqual([
      '✔ Healthy 2m10s stable,active',
      '✔ Healthy 2m10s preview',
      '✔ Healthy 2m10s delay:24s',
      '✔ Healthy 2m10s delay:passed',
    ]);
  });

  test('a deadline that is no time', () => {
    expect(infoOf(set('c', { annotations: { 'scale-down-deadline': 'soon' } }))).toEqual(['✔ Healthy 2m10s delay:']);
  });

  test('in the order of revisions, then of names', () => {
    const rows = tree([
      rollout({ name: 'shop' }, { strategy }, status),
      set('b'),
      set('a'),
      set('c', { revision: 10 }),
    ]);
    expect(rows.map((row) => row.slice(0, 18).trimEnd())).toEqual([
      'NAME',
      '⟳ shop',
      '├──# revision:10',
      '│  └──⧉ c',
      '└──# revision:1',
      '   ├──⧉ a',
      '   └──⧉ b',
    ]);
  });

  test.each([
    [{ replicas: 2, available: 1 }, '◌ Progressing'],
    [{ replicas: 0 }, '• ScaledDown'],
    [{ generation: 2 }, '◌ Progressing'],
    [{ conditions: [{ type: 'ReplicaFailure', status: 'True' }] }, '✖ ReplicaFailure'],
    [{ conditions: [{ type: 'ReplicaFailure', status: 'False' }] }, '✔ Healthy'],
  ])('%j is %s', (more, shown) => {
    expect(infoOf(set('c', more))[0]).toContain(shown);
  });

  test('ping and pong', () => {
    const pingPong = { pingPong: { pingService: 'a', pongService: 'b' } };
    const spec = { strategy: { canary: { ...pingPong, steps: STEPS } } };
    const shown = (stablePingPong: string): readonly string[] =>
      tree([
        rollout({ name: 'shop' }, spec, { stableRS: 'a', currentPodHash: 'b', canary: { stablePingPong } }),
        set('a'),
        set('b'),
      ]).map((row) => row.trim().split(/\s+/).at(-1) ?? '');
    expect(shown('ping').slice(-2)).toEqual(['stable,ping', 'canary,pong']);
    expect(shown('pong').slice(-2)).toEqual(['stable,pong', 'canary,ping']);
  });
});

/** Source: pkg/kubectl-argo-rollouts/info/pod_info.go newPodInfo. */
describe('pods', () => {
  const waiting = (reason: string): Json => containerStatus('web', { waiting: { reason } });
  const ended = (terminated: object, more: object = {}): Json =>
    JSON.parse(JSON.stringify({ name: 'web', state: { terminated }, ...more }));
  const init = { initContainers: [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }] };

  test.each<[string, object, object, boolean]>([
    ['◌ Pending ready:0/1', { phase: 'Pending' }, {}, false],
    ['◌ ContainerCreating ready:0/1', { containerStatuses: [waiting('ContainerCreating')] }, {}, false],
    [
      '✖ CrashLoopBackOff ready:0/1,restarts:3',
      {
        containerStatuses: [
          { ...containerStatus('web', { waiting: { reason: 'CrashLoopBackOff' } }), restartCount: 3 },
        ],
      },
      {},
      false,
    ],
    ['⚠ ImagePullBackOff ready:0/1', { containerStatuses: [waiting('ImagePullBackOff')] }, {}, false],
    ['⚠ ErrImagePull ready:0/1', { containerStatuses: [waiting('ErrImagePull')] }, {}, false],
    ['✖ InvalidImageName ready:0/1', { containerStatuses: [waiting('InvalidImageName')] }, {}, false],
    ['⚠ Error ready:0/1', { containerStatuses: [ended({ reason: 'Error', exitCode: 1 })] }, {}, false],
    ['✖ ExitCode:1 ready:0/1', { containerStatuses: [ended({ exitCode: 1 })] }, {}, false],
    ['✖ Signal:9 ready:0/1', { containerStatuses: [ended({ signal: 9 })] }, {}, false],
    [
      '✔ Running ready:1/1',
      { ...RUNNING, containerStatuses: [...RUNNING.containerStatuses, ended({ reason: 'Completed' })] },
      {},
      false,
    ],
    [
      '✔ Running ready:0/1',
      { phase: 'Running', containerStatuses: [{ ...containerStatus('web', { running: {} }), ready: false }] },
      {},
      false,
    ],
    ['Evicted ready:0/1', { phase: 'Failed', reason: 'Evicted' }, {}, false],
    ['◌ Terminating ready:1/1', RUNNING, {}, true],
    ['? Unknown ready:0/1', { reason: 'NodeLost' }, {}, true],
    ['◌ Init:0/2 ready:0/1', { initContainerStatuses: [containerStatus('migrate', { running: {} })] }, init, false],
    [
      '◌ Init:CrashLoopBackOff ready:0/1,restarts:2',
      {
        initContainerStatuses: [
          { ...containerStatus('migrate', { waiting: { reason: 'CrashLoopBackOff' } }), restartCount: 2 },
        ],
      },
      init,
      false,
    ],
    ['◌ Init:ExitCode:3 ready:0/1', { initContainerStatuses: [ended({ exitCode: 3 })] }, init, false],
    [
      '◌ Init:1/2 ready:0/1',
      {
        initContainerStatuses: [
          ended({ exitCode: 0 }),
          containerStatus('proxy', { waiting: { reason: 'PodInitializing' } }),
        ],
      },
      init,
      false,
    ],
    [
      '✔ Running ready:1/1',
      {
        ...RUNNING,
        initContainerStatuses: [
          ended({ exitCode: 0 }, { restartCount: 4 }),
          { ...containerStatus('proxy', { running: {} }), started: true, ready: true },
        ],
      },
      init,
      false,
    ],
  ])('%s', (shown, status, spec, deleted) => {
    const asJson = (value: object): JsonObject => {
      const json: Json = JSON.parse(JSON.stringify(value));
      return isJsonObject(json) ? json : {};
    };
    const shop = rollout({ name: 'shop' }, { strategy: { canary: {} } }, {});
    const one = pod({ name: 'p', owner: 'ReplicaSet/shop-a' }, asJson(status), asJson(spec), deleted);
    const row = tree([shop, stableSet, one]).at(-1)?.replaceAll(/\s+/g, ' ').replace('2m10s ', '') ?? '';
    expect(row).toBe(` └──□ p Pod ${shown.startsWith('Evicted') ? ` ${shown}` : shown}`.replaceAll(/\s+/g, ' '));
  });
});

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_experiment.go, get_rollout.go PrintAnalysisRunInfo, PrintJob. */
describe('experiments and analysis', () => {
  const template = (name: string): Json => ({ 'experiment.argoproj.io/template-name': name });
  const trial = experiment(
    { name: 'trial', owner: 'Rollout/shop', revision: 2, created: 110 },
    {},
    { phase: 'Running' },
  );
  const arm = (name: string, image: string): Json =>
    replicaSet({
      ...{ name: `trial-${name}`, owner: 'Experiment/trial', replicas: 1, created: 110, images: [image] },
      annotations: JSON.parse(JSON.stringify(template(name))),
    });
  const jobs = {
    ...{ name: 'smoke', successful: 1, failed: 2 },
    measurements: [
      { phase: 'Successful', startedAt: at(115), metadata: { 'job-name': 'job-1' } },
      { phase: 'Failed', startedAt: at(120), metadata: { 'job-name': 'job-2', 'job-namespace': 'tests' } },
      { phase: 'Running', value: '1' },
    ],
  };
  const counted = { name: 'rate', successful: 3, inconclusive: 1, error: 4 };
  const run = analysisRun({ name: 'check', owner: 'Experiment/trial', created: 112 }, 'Running', [jobs, counted]);

  test('in the tree of a rollout', () => {
    const own = analysisRun({ name: 'own', owner: 'Rollout/shop', revision: 2, created: 100 }, 'Inconclusive');
    const all = [
      canary,
      stableSet,
      canarySet,
      trial,
      arm('baseline', 'shop:v1'),
      arm('candidate', 'shop:v2'),
      run,
      own,
    ];
    expect(
      tree(all)
        .slice(2, 12)
        .map((row) => row.trimEnd()),
    ).toEqual([
      '├──# revision:2',
      '│  ├──⧉ shop-b              ReplicaSet   ✔ Healthy       30s    canary',
      '│  ├──Σ trial               Experiment   ◌ Running       20s',
      '│  │  ├──⧉ trial-baseline   ReplicaSet   ✔ Healthy       20s',
      '│  │  ├──⧉ trial-candidate  ReplicaSet   ✔ Healthy       20s',
      '│  │  └──α check            AnalysisRun  ◌ Running       18s    ✔ 4,✖ 2,? 1,⚠ 4',
      '│  │     ├──⊞ job-1         Job          ✔ Successful    15s',
      '│  │     └──⊞ job-2         Job          ✖ Failed        10s',
      '│  └──α own                 AnalysisRun  ? Inconclusive  30s',
      '└──# revision:1',
    ]);
    const images = view(all)
      .split('\n')
      .filter((line) => /:v\d/.test(line))
      .map((line) => line.slice(17));
    expect(images).toEqual(['proxy:v1 (canary)', 'shop:v1 (stable, Σ:baseline)', 'shop:v2 (canary, Σ:candidate)']);
  });

  test('an experiment alone', () => {
    const failed = experiment({ name: 'trial', created: 110 }, {}, { phase: 'Failed', message: 'too slow' });
    const reader = staticReader([failed, arm('baseline', 'shop:v1')]);
    expect(getExperimentView(reader, { namespace: 'default', name: 'trial', nowMs: NOW_MS })).toBe(
      [
        'Name:            trial',
        'Namespace:       default',
        'Status:          ✖ Failed',
        'Message:         too slow',
        'Images:          shop:v1 (Σ:baseline)',
        '',
        'NAME                 KIND        STATUS     AGE  INFO',
        'Σ trial              Experiment  ✖ Failed   20s  ',
        '└──⧉ trial-baseline  ReplicaSet  ✔ Healthy  20s  ',
        '',
      ].join('\n'),
    );
  });

  test('older revisions of experiments come last, and among equals the oldest first', () => {
    const one = (name: string, revision: number, created: number): Json =>
      experiment({ name, owner: 'Rollout/shop', revision, created }, {}, { phase: 'Successful' });
    const rows = tree([canary, one('a', 2, 50), one('b', 2, 40), one('c', 1, 10), one('d', 2, 60)]);
    expect(rows.filter((row) => row.includes('Σ')).map((row) => /Σ (\w)/.exec(row)?.[1])).toEqual(['b', 'a', 'd', 'c']);
  });
});

/** Source: the listers of pkg/client/listers/rollouts/v1alpha1, which name a kind in the singular. */
describe('what is not there', () => {
  const options = { namespace: 'default', name: 'shop', nowMs: NOW_MS };

  test('a rollout', () => {
    expect(() => getRolloutView(staticReader([]), options)).toThrow('rollout.argoproj.io "shop" not found');
  });

  test('an experiment', () => {
    expect(() => getExperimentView(staticReader([]), options)).toThrow('experiment.argoproj.io "shop" not found');
  });

  test('the workload of a rollout', () => {
    const shop = rollout({ name: 'shop' }, { workloadRef: { name: 'base' }, strategy: { canary: {} } }, {});
    expect(() => getRolloutView(staticReader([shop]), options)).toThrow('deployment.apps "base" not found');
  });
});
