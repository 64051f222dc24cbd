import { isJsonArray, isJsonObject, type JsonObject } from '../../api/json.ts';
import { own } from '../../text/own.ts';
import type { Action } from '../../world/actions/actions.ts';
import type { WorldChange } from '../../world/change.ts';
import type { PodBehaviour } from '../../world/cluster.ts';
import type { MetricAnswer } from '../../world/metrics.ts';
import type { ScriptedAction } from '../../world/script.ts';
import type { VersionBehaviour } from '../../world/traffic.ts';
import type { World } from '../../world/world.ts';
import { member, textAt } from '../derive/rollout-parts.ts';
import type { Stage, Update } from './stages.ts';

/** Something that may go wrong in an update. */
export interface Mishap {
  /** Mishaps of one group differ in when they happen. */
  readonly group: string;
  /** What happens: `abort`. */
  readonly title: string;
  /** When: `step 1 of 8`; absent: from the start of the update. */
  readonly stage?: string;
  /** When it begins, in milliseconds of the run. */
  readonly atMs: number;
  /** Whether a person who could do something has done it: an abort that somebody types is no detection. */
  readonly isHuman: boolean;
  readonly changes: readonly WorldChange[];
}

/** What the catalogue may assume about a world. */
export interface Assumed {
  /** Nobody said what analyses measure, so that they are taken to notice a version that fails this share of its answers. */
  readonly noticedShare?: number;
}

const NEVER_READY_MS = 86_400_000;

/** Every mishap that this world and this update can meet, each alone, then the likely pairs. */
export function catalogueOf(world: World, update: Update, assumed: Assumed): readonly Mishap[] {
  const versions = update.newImages[0] === update.oldImages[0] ? [] : versionMishaps(world, update, assumed);
  const alone = [
    ...versions,
    ...metricMishaps(world, update),
    ...quotaMishap(update),
    ...trafficMishap(world, update),
    ...update.stages.flatMap((stage) => stageMishaps(world, update, stage)),
  ];
  return [...alone, ...pairsOf(alone)];
}

type Group = Pick<Mishap, 'group' | 'title'>;

function fromStart({ startMs }: Update, { group, title }: Group, changes: readonly WorldChange[]): Mishap {
  return { group, title, atMs: startMs, isHuman: false, changes };
}

function versionMishaps(world: World, update: Update, assumed: Assumed): readonly Mishap[] {
  const [image = ''] = update.newImages;
  const pods = (title: string, behaviour: Partial<PodBehaviour>): Mishap =>
    fromStart(update, { group: title, title }, [podChange(world, image, behaviour)]);
  const answers = (title: string, behaviour: Partial<VersionBehaviour>, share = 0): Mishap =>
    fromStart(update, { group: title, title }, [
      ...answerChange(world, image, behaviour),
      ...(assumed.noticedShare !== undefined && share >= assumed.noticedShare
        ? [{ change: 'world', settings: { analysis: 'fail' } } as const]
        : []),
    ]);
  const errors = (rate: number): VersionBehaviour['errors'] => ({ rates: [{ fromMs: 0, rate }], code: '500' });
  return [
    pods('the new version crashes at once', { never: 'CrashLoopBackOff' }),
    pods('the new version crashes after a minute', { crash: { afterMs: 60_000, exitCode: 1 } }),
    pods('the new version is never ready', { readyAfter: { form: 'list', ms: [NEVER_READY_MS] } }),
    pods('the image of the new version is missing', { never: 'ImagePullBackOff' }),
    ...(world.traffic === undefined
      ? []
      : [
          answers('the new version fails 0.5 % of its answers', { errors: errors(0.005) }, 0.005),
          answers('the new version fails 1 % of its answers', { errors: errors(0.01) }, 0.01),
          answers('the new version fails 5 % of its answers', { errors: errors(0.05) }, 0.05),
          answers('the new version fails all of its answers', { errors: errors(1) }, 1),
          answers('the new version fails under load', {
            capacity: { concurrency: 1, queue: 0 },
            latency: { kind: 'constant', value: 500 },
          }),
          answers('the new version is slow', { latency: { kind: 'constant', value: 5000 } }),
        ]),
  ];
}

function podChange({ cluster }: World, image: string, behaviour: Partial<PodBehaviour>): WorldChange {
  const before = own(cluster.images, image) ?? cluster.default;
  return {
    change: 'world',
    settings: { cluster: { ...cluster, images: { ...cluster.images, [image]: { ...before, ...behaviour } } } },
  };
}

function answerChange({ traffic }: World, image: string, behaviour: Partial<VersionBehaviour>): readonly WorldChange[] {
  if (traffic === undefined) return [];
  const before = own(traffic.images, image) ?? traffic.default;
  const images = { ...traffic.images, [image]: { ...before, ...behaviour } };
  return [{ change: 'world', settings: { traffic: { ...traffic, images } } }];
}

/** The backends of metrics answer nothing, NaN, or not at all from the start of the update on. */
function metricMishaps(world: World, update: Update): readonly Mishap[] {
  const names = metricNames(world.manifests);
  if (names.length === 0) return [];
  const answering = (title: string, value: MetricAnswer['value']): Mishap => {
    const answers = names.map((name) => [name, [{ fromMs: 0, value }]] as const);
    const metrics = { ...world.metrics, ...Object.fromEntries(answers) };
    return fromStart(update, { group: title, title }, [
      { change: 'world', settings: { analysis: undefined, metrics } },
    ]);
  };
  return [
    answering('metrics are empty', []),
    answering('metrics are NaN', 'NaN'),
    answering('the metric backend is down', { error: 'connection refused' }),
  ];
}

function metricNames(manifests: readonly JsonObject[]): readonly string[] {
  const names = manifests.flatMap((object) => {
    if (object['kind'] !== 'AnalysisTemplate' && object['kind'] !== 'ClusterAnalysisTemplate') return [];
    const metrics = member(object, 'spec')['metrics'];
    return (isJsonArray(metrics) ? metrics : []).flatMap((metric) =>
      isJsonObject(metric) && member(metric, 'provider')['job'] === undefined ? (textAt(metric, 'name') ?? []) : [],
    );
  });
  return [...new Set(names)];
}

function quotaMishap(update: Update): readonly Mishap[] {
  const pods = update.mostPods - 1;
  if (pods < 1) return [];
  const title = 'the quota is one pod short';
  return [
    {
      ...fromStart(update, { group: title, title }, []),
      changes: [scripted(update.startMs, { do: 'podQuota', pods })],
    },
  ];
}

function trafficMishap({ traffic }: World, update: Update): readonly Mishap[] {
  if (traffic === undefined || traffic.flows.some(({ arrivals }) => arrivals.kind !== 'constant')) return [];
  const title = 'traffic doubles';
  const flows = traffic.flows.map((flow) => {
    const perSecond = flow.arrivals.kind === 'constant' ? flow.arrivals.perSecond : 0;
    const steps = [
      { fromMs: 0, perSecond },
      { fromMs: update.startMs, perSecond: 2 * perSecond },
    ];
    return { ...flow, arrivals: { kind: 'steps', steps } as const };
  });
  return [
    fromStart(update, { group: title, title }, [{ change: 'world', settings: { traffic: { ...traffic, flows } } }]),
  ];
}

function scripted(atMs: number, ...actions: readonly Action[]): WorldChange {
  return { change: 'script', script: actions.map((action): ScriptedAction => ({ trigger: { atMs }, action })) };
}

/** What people do, and what breaks, at one stage of the update. */
function stageMishaps(world: World, update: Update, { name: stage, atMs }: Stage): readonly Mishap[] {
  const { workload, newImages, replicas } = update;
  const { kind, namespace, name } = workload;
  const typed = (group: string, ...commands: readonly string[]): Mishap => ({
    group,
    title: group,
    stage,
    atMs,
    isHuman: true,
    changes: commands.map((command, index) =>
      scripted(atMs + index * BETWEEN_COMMANDS_MS, { do: 'run', command, namespace }),
    ),
  });
  const acted = (group: string, action: Action, isHuman: boolean): Mishap => ({
    group,
    title: group,
    stage,
    atMs,
    isHuman,
    changes: [scripted(atMs, action)],
  });
  const scaled = (to: number): Action => ({
    do: 'patch',
    apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind,
    name,
    namespace,
    merge: { spec: { replicas: to } },
  });
  const [container] = containersOf(world, update);
  const third = `${(newImages[0] ?? 'image').replace(/:[^:/]*$/, '')}:third`;
  const [node] = world.cluster.nodes;
  const people =
    kind === 'Rollout'
      ? [
          typed('abort', `kubectl argo rollouts abort ${name}`),
          typed('promote', `kubectl argo rollouts promote ${name}`),
          typed('promote --full', `kubectl argo rollouts promote ${name} --full`),
          typed(
            'abort, then retry',
            `kubectl argo rollouts abort ${name}`,
            `kubectl argo rollouts retry rollout ${name}`,
          ),
          typed('undo', `kubectl argo rollouts undo ${name}`),
          ...(container === undefined
            ? []
            : [typed('a third version is pushed', `kubectl argo rollouts set image ${name} ${container}=${third}`)]),
        ]
      : [
          typed('undo', `kubectl rollout undo deployment/${name}`),
          ...(container === undefined
            ? []
            : [typed('a third version is pushed', `kubectl set image deployment/${name} ${container}=${third}`)]),
        ];
  return [
    ...people,
    ...(replicas > 0 ? [acted('scaled to twice its size', scaled(2 * replicas), true)] : []),
    ...(replicas > 1 ? [acted('scaled to half its size', scaled(Math.floor(replicas / 2)), true)] : []),
    ...(node === undefined
      ? []
      : [
          acted('a node is lost', { do: 'node', node: node.name, what: 'fail' }, false),
          acted('a node is drained', { do: 'node', node: node.name, what: 'drain' }, false),
        ]),
    ...podFaults(update).map(([group, action]) => acted(group, action, false)),
    // Where nobody says what analyses measure, there is no metric to change.
    ...(world.analysis === undefined ? metricNames(world.manifests) : [])
      .slice(0, 1)
      .flatMap((metric) => [
        acted('metrics are empty from now on', { do: 'metric', metric, answers: [{ fromMs: 0, value: [] }] }, false),
        acted(
          'the metric backend goes down',
          { do: 'metric', metric, answers: [{ fromMs: 0, value: { error: 'connection refused' } }] },
          false,
        ),
      ]),
    ...(world.git ?? [])
      .slice(0, 1)
      .map(({ name: repository }) =>
        acted('Git is reverted', { do: 'commit', repository, message: 'Revert', revert: 'HEAD' }, true),
      ),
  ];
}

/** Pods of one of the two versions crash; of one image, nobody could tell them apart. */
function podFaults({ oldImages, newImages }: Update): readonly (readonly [string, Action])[] {
  const [before, after] = [oldImages[0], newImages[0]];
  if (before === undefined || after === undefined || before === after) return [];
  return [
    ['all pods of the new version begin to crash', { do: 'pods', image: after, count: -1, what: 'crash-loop' }],
    ['all pods of the old version crash once', { do: 'pods', image: before, count: -1, what: 'crash' }],
  ];
}

/** From one command of a person to the next. */
const BETWEEN_COMMANDS_MS = 30_000;

/** The containers that have an image of the new version. */
function containersOf({ manifests }: World, { workload }: Update): readonly string[] {
  const object = manifests.find(
    (one) => one['kind'] === workload.kind && textAt(member(one, 'metadata'), 'name') === workload.name,
  );
  const referred = textAt(member(member(object, 'spec'), 'workloadRef'), 'name');
  const source =
    manifests.find((one) => one['kind'] === 'Deployment' && textAt(member(one, 'metadata'), 'name') === referred) ??
    object;
  const containers = member(member(member(source, 'spec'), 'template'), 'spec')['containers'];
  return (isJsonArray(containers) ? containers : []).flatMap((one) =>
    isJsonObject(one) ? (textAt(one, 'name') ?? []) : [],
  );
}

/** Mishaps that come together: a bad version meets another trouble. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['the new version fails 5 % of its answers', 'the metric backend is down'],
  ['the new version fails 5 % of its answers', 'a node is lost'],
  ['the new version fails 5 % of its answers', 'promote --full'],
  ['the new version crashes at once', 'abort, then retry'],
  ['the new version crashes after a minute', 'promote --full'],
  ['the quota is one pod short', 'abort'],
];

/** Each pair once, with the second in the middle of the update where it has stages. */
function pairsOf(alone: readonly Mishap[]): readonly Mishap[] {
  return PAIRS.flatMap(([one, other]): readonly Mishap[] => {
    const first = alone.find(({ group }) => group === one);
    const seconds = alone.filter(({ group }) => group === other);
    const second = seconds[Math.floor(seconds.length / 2)];
    if (first === undefined || second === undefined) return [];
    const title = `${first.title}, and ${second.title}`;
    const { stage } = second;
    return [
      {
        group: title,
        title,
        ...(stage === undefined ? {} : { stage }),
        atMs: Math.min(first.atMs, second.atMs),
        isHuman: first.isHuman || second.isHuman,
        changes: [...first.changes, ...second.changes],
      },
    ];
  });
}
