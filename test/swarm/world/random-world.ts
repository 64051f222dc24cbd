import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../../src/api/json.ts';
import { manifest, WorldBuilder } from './builder.ts';
import { given } from './draw.ts';
import { drawScript } from './script.ts';
import { drawImages, drawNodes, drawReadyAfter, drawTraffic } from './surroundings.ts';
import { drawWorkloads } from './workloads.ts';

/** A rehearsal as a user writes it: a scenario file and manifest files, by name. */
export interface SwarmWorld {
  readonly scenario: JsonObject;
  readonly files: ReadonlyMap<string, readonly JsonObject[]>;
  /** What the seed switched on, and how often it is used. */
  readonly features: string;
}

const REPOSITORY = 'https://git.example/shop.git';

/** The world of a seed. */
export function randomWorld(seed: number): SwarmWorld {
  const builder = new WorldBuilder(seed);
  drawWorkloads(builder);
  drawTraffic(builder);
  drawImages(builder);
  const nodes = drawNodes(builder);
  drawScript(
    builder,
    nodes.map(({ name }) => String(name)),
  );
  const git = drawGit(builder);
  const files = new Map(builder.files);
  if (git === undefined) files.set('manifests.yaml', builder.documents);
  else for (const [name, documents] of git.files) files.set(name, documents);
  return {
    scenario: {
      apiVersion: 'rehearse.dev/v1',
      kind: 'Scenario',
      metadata: { name: `swarm-${seed}` },
      spec: given({
        ...settings(builder, nodes),
        ...(git?.spec ?? { manifests: ['manifests.yaml'] }),
        script: builder.script,
      }),
    },
    files,
    features: builder.features.toString(),
  };
}

/** The texts of the files, as they lie in the folder of the scenario. */
export function textsOf({ scenario, files }: Pick<SwarmWorld, 'scenario' | 'files'>): Map<string, string> {
  const texts = new Map([['scenario.yaml', stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false })]]);
  for (const [name, documents] of files) {
    const parts = documents.map((each) =>
      stringify(each, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' }),
    );
    texts.set(name, parts.join('---\n'));
  }
  return texts;
}

function settings(builder: WorldBuilder, nodes: readonly JsonObject[]): JsonObject {
  const draw = builder.draw('settings');
  const namespace = builder.apps[0]?.namespace;
  const record = (entries: ReadonlyMap<string, Json>): JsonObject | undefined =>
    entries.size === 0 ? undefined : Object.fromEntries(entries);
  const hasRollouts = builder.apps.some(({ kind }) => kind === 'Rollout');
  return {
    seed: draw.int(0, 1000),
    until: draw.pick(['settled', 'settled', 'settled', builder.flows.length === 0 ? '17m' : '9m']),
    limit: builder.flows.length === 0 ? '35m' : '18m',
    resolution: draw.maybe(0.1, () => draw.pick(['50ms', '1s'])),
    namespace: namespace === 'default' ? undefined : namespace,
    promote: draw.maybe(0.1, () => 'auto'),
    cluster: given({
      readyAfter: draw.maybe(0.6, () => drawReadyAfter(builder, draw)),
      nodes: nodes.length === 0 ? undefined : nodes,
      propagation: draw.maybe(0.2, () => ({
        endpoints: draw.pick(['0s', '3s']),
        router: draw.pick(['0s', '500ms', '5s']),
      })),
      routers: draw.maybe(0.2, () =>
        draw.pick<JsonObject>([{ albWeightDelay: '10s' }, { trafficSplitVersion: 'v1alpha3' }]),
      ),
    }),
    images: record(builder.images),
    traffic:
      builder.flows.length === 0
        ? undefined
        : given({
            flows: builder.flows.map((flow, index) =>
              builder.flows.length > 1 ? { ...flow, name: `flow-${index}` } : flow,
            ),
            dependencies: {
              payments: { outages: [{ from: '1m', to: '2m', errorRate: 0.5, addedLatency: '100ms' }] },
            },
            window: draw.maybe(0.3, () => '5s'),
          }),
    metrics: record(builder.metrics),
    series: record(builder.series),
    jobs: record(builder.jobs),
    utilisation: record(builder.utilisation),
    expect: hasRollouts && draw.chance(0.3) ? drawExpectations(builder) : undefined,
  };
}

function drawExpectations(builder: WorldBuilder): Json {
  const draw = builder.draw('expectations');
  const rollout = builder.apps.length > 1 ? builder.apps.find(({ kind }) => kind === 'Rollout')?.name : undefined;
  return draw
    .some<JsonObject>([
      { always: 'rollout.available >= 0' },
      { eventually: 'rollout.phase == "Healthy"' },
      { never: 'stable.available > 100' },
      { at: '1m', holds: 'rollout.step >= 0' },
      { always: 'rollout.weight <= 100', from: '10s', until: '5m' },
      { eventually: 'canary.available > 0 && seconds > 30', within: '9m' },
    ])
    .map((expectation) => given({ ...expectation, rollout }));
}

interface Git {
  readonly spec: JsonObject;
  readonly files: ReadonlyMap<string, readonly JsonObject[]>;
}

/** The manifests in Git, and an Application that brings them to the cluster. */
function drawGit(builder: WorldBuilder): Git | undefined {
  const draw = builder.draw('git');
  if (!draw.chance(builder.rate('git') / 2)) return undefined;
  const [first] = builder.apps;
  if (first === undefined) return undefined;
  const { name, images, namespace } = first;
  const commits = draw.int(1, 4);
  let atMs = draw.int(30, 120) * 1000;
  for (let index = 0; index < commits; index += 1) {
    const commit =
      index > 0 && draw.chance(0.3)
        ? { message: 'Take it back', revert: draw.pick(['HEAD', 'HEAD~1']) }
        : { message: `Version ${index + 2}`, setImage: `web=${draw.pick(images)}` };
    builder.script.push({ at: `${atMs / 1000}s`, commit });
    atMs += draw.int(0, 90) * 1000;
  }
  if (draw.chance(0.5)) {
    const run = draw.pick([
      `argocd app sync ${name}`,
      `argocd app sync ${name} --prune`,
      `argocd app set ${name} --sync-policy none`,
      `argocd app rollback ${name}`,
      `argocd app history ${name}`,
      `argocd app get ${name} --refresh`,
      `argocd app terminate-op ${name}`,
    ]);
    builder.script.push({ at: `${draw.int(30, 400)}s`, run });
  }
  const syncPolicy = draw.pick<JsonObject>([
    { automated: { prune: true, selfHeal: true } },
    { automated: {} },
    { automated: { selfHeal: true } },
    {},
  ]);
  const application = manifest(
    'argoproj.io/v1alpha1',
    'Application',
    { name, namespace: 'argocd' },
    {
      project: 'default',
      source: { repoURL: REPOSITORY, path: '.', targetRevision: 'HEAD' },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy,
    },
  );
  const hasApplication = draw.chance(0.7);
  const settingsOfArgo = draw.maybe(0.6, () =>
    given({
      webhook: draw.maybe(0.5, () => true),
      refresh: draw.maybe(0.4, () => '60s'),
      jitter: draw.maybe(0.4, () => '10s'),
    }),
  );
  const half = Math.ceil(builder.documents.length / 2);
  const files = new Map<string, readonly JsonObject[]>([
    ['git-a.yaml', builder.documents.slice(0, half)],
    ['git-b.yaml', builder.documents.slice(half)],
  ]);
  if (builder.documents.length === half) files.delete('git-b.yaml');
  const manifests = [...files.keys()];
  if (hasApplication) files.set('application.yaml', [application]);
  return {
    spec: given({
      manifests: hasApplication ? ['application.yaml'] : undefined,
      git: { [name]: { url: REPOSITORY, manifests } },
      argocd: settingsOfArgo,
    }),
    files,
  };
}
