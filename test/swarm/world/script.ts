import type { Json, JsonObject } from '../../../src/api/json.ts';
import { drawAnswers } from './analyses.ts';
import { type App, type WorldBuilder } from './builder.ts';
import { type Draw, given } from './draw.ts';
import type { Feature } from './features.ts';
import { drawReadyAfter } from './surroundings.ts';

const PLUGIN = 'kubectl argo rollouts';
const GAPS_MS = [100, 500, 1000, 2000, 3000, 5000, 10_000, 20_000, 45_000, 90_000];
const CONDITIONS = [
  'rollout.phase == "Paused"',
  'rollout.phase == "Degraded"',
  'rollout.step >= 2',
  'canary.available > 0',
  'rollout.aborted',
  'seconds > 90',
  'stable.available < 2 and seconds > 40',
  'rollout.message != ""',
];

/** What people, the platform and chance do, for each workload of the world. */
export function drawScript(builder: WorldBuilder, nodes: readonly string[]): void {
  for (const app of builder.apps) {
    const draw = builder.draw('script', app.name);
    let atMs = draw.int(0, 40) * 1000;
    const count = draw.int(1, 10);
    for (let index = 0; index < count; index += 1) {
      const deed = index === 0 ? setImage(draw, app) : drawDeed(builder, draw, app, nodes);
      builder.script.push({ ...drawTrigger(builder, draw, app, atMs, index), ...deed });
      if (!draw.chance(builder.rate('burst') * 0.7)) atMs += draw.pick(GAPS_MS);
    }
  }
}

function drawTrigger(builder: WorldBuilder, draw: Draw, app: App, atMs: number, index: number): JsonObject {
  const hasRollouts = builder.apps.some(({ kind }) => kind === 'Rollout');
  if (index === 0 || app.kind !== 'Rollout' || !hasRollouts || !draw.chance(builder.rate('conditions') / 2)) {
    return { at: atMs % 1000 === 0 ? `${atMs / 1000}s` : `${atMs}ms` };
  }
  return given({
    when: draw.pick(CONDITIONS),
    after: draw.maybe(0.6, () => draw.pick(['0s', '10s', '1m'])),
    rollout: builder.apps.length > 1 ? app.name : undefined,
  });
}

function setImage(draw: Draw, app: App): JsonObject {
  const image = draw.pick(app.images.slice(1));
  return { run: setImageCommand(app, image) };
}

function setImageCommand({ name, kind, workload }: App, image: string): string {
  if (kind === 'Deployment') return `kubectl set image deployment/${name} web=${image}`;
  if (workload !== undefined) return `kubectl set image deployment/${workload} web=${image}`;
  return `${PLUGIN} set image ${name} web=${image}`;
}

/** One thing that is done; an update where nothing else is on. */
function drawDeed(builder: WorldBuilder, draw: Draw, app: App, nodes: readonly string[]): JsonObject {
  const deeds = app.kind === 'Rollout' ? ROLLOUT_DEEDS : DEPLOYMENT_DEEDS;
  const own = deeds.map(([feature, make]) => [() => make(draw, app), builder.rate(feature)] as const);
  const image = draw.pick(app.images);
  const around: readonly (readonly [() => JsonObject | undefined, number])[] = [
    [() => ({ run: setImageCommand(app, image) }), 1],
    [
      () => ({ pods: { image, do: draw.pick(['unready', 'ready', 'delete']), count: drawCount(draw) } }),
      builder.rate('podFaults') / 2,
    ],
    [() => ({ fault: drawFault(draw, image) }), builder.rate('podFaults')],
    [() => drawNodeFault(draw, nodes), builder.rate('nodeFaults')],
    [() => ({ image: { name: image, readyAfter: drawReadyAfter(builder, draw) } }), builder.rate('imageChange')],
    [() => drawMetricChange(builder, draw), builder.rate('metricChange')],
    [() => drawApply(builder, draw, app), builder.rate('apply')],
    [() => drawDelete(draw, app), builder.rate('delete') / 3],
  ];
  const make = draw.weighted<() => JsonObject | undefined>([...own, ...around]);
  return make?.() ?? { run: setImageCommand(app, image) };
}

type Deed = readonly [feature: Feature, make: (draw: Draw, app: App) => JsonObject];

const command =
  (...forms: readonly string[]) =>
  (draw: Draw, { name }: App): JsonObject => ({ run: draw.pick(forms).replaceAll('NAME', name) });

const ROLLOUT_DEEDS: readonly Deed[] = [
  [
    'promote',
    command(
      `${PLUGIN} promote NAME`,
      `${PLUGIN} promote NAME`,
      `${PLUGIN} promote NAME --full`,
      `${PLUGIN} promote NAME -c`,
      `${PLUGIN} promote NAME -a`,
    ),
  ],
  ['abort', command(`${PLUGIN} abort NAME`)],
  ['retry', command(`${PLUGIN} retry rollout NAME`)],
  [
    'undo',
    command(`${PLUGIN} undo NAME`, `${PLUGIN} undo NAME --to-revision=1`, `${PLUGIN} undo NAME --to-revision=2`),
  ],
  ['pause', command(`${PLUGIN} pause NAME`)],
  ['restart', command(`${PLUGIN} restart NAME`, `${PLUGIN} restart NAME --in=30s`)],
  ['scale', (draw, { name }) => ({ run: `kubectl scale rollout/${name} --replicas=${draw.int(0, 12)}` })],
  [
    'terminate',
    // The names that the controller gives: by the revision, and by the step or the part of the strategy.
    (draw, { name }) => ({
      run: draw.pick([
        `${PLUGIN} terminate analysisrun ${name}-${draw.int(1, 3)}`,
        `${PLUGIN} terminate experiment ${name}-${draw.int(1, 3)}-0`,
        `${PLUGIN} retry experiment ${name}-${draw.int(1, 3)}-0`,
        `${PLUGIN} terminate experiment trial`,
        `${PLUGIN} retry experiment trial`,
      ]),
    }),
  ],
  [
    'views',
    command(
      `${PLUGIN} get rollout NAME`,
      `${PLUGIN} status NAME --watch=false`,
      `${PLUGIN} list rollouts`,
      `${PLUGIN} list experiments`,
      `${PLUGIN} get experiment trial`,
    ),
  ],
  [
    'patch',
    (draw, { name }) => ({
      patch: {
        kind: 'Rollout',
        name,
        merge: draw.pick<JsonObject>([
          { spec: { replicas: draw.int(0, 9) } },
          { spec: { paused: draw.chance(0.5) } },
          { spec: { minReadySeconds: draw.int(0, 9) } },
          { spec: { progressDeadlineSeconds: draw.int(30, 90) } },
          { spec: { template: { metadata: { annotations: { changed: `${draw.int(1, 3)}` } } } } },
          { metadata: { labels: { team: 'a' } } },
        ]),
      },
    }),
  ],
  ['annotate', command('kubectl annotate rollout/NAME note=changed --overwrite')],
];

const DEPLOYMENT_DEEDS: readonly Deed[] = [
  ['undo', command('kubectl rollout undo deployment/NAME', 'kubectl rollout undo deployment/NAME --to-revision=1')],
  ['restart', command('kubectl rollout restart deployment/NAME')],
  ['pause', command('kubectl rollout pause deployment/NAME')],
  ['promote', command('kubectl rollout resume deployment/NAME')],
  ['scale', (draw, { name }) => ({ run: `kubectl scale deployment/${name} --replicas=${draw.int(0, 10)}` })],
  [
    'views',
    command(
      'kubectl rollout status deployment/NAME --watch=false',
      'kubectl rollout history deployment/NAME',
      'kubectl get deployment/NAME',
    ),
  ],
  [
    'patch',
    (draw, { name }) => ({
      patch: {
        kind: 'Deployment',
        name,
        merge: draw.pick<JsonObject>([
          { spec: { replicas: draw.int(0, 9) } },
          { spec: { paused: draw.chance(0.5) } },
          { spec: { minReadySeconds: draw.int(0, 9) } },
        ]),
      },
    }),
  ],
  ['annotate', command('kubectl annotate deployment/NAME note=changed --overwrite')],
];

function drawCount(draw: Draw): Json {
  return draw.pick<Json>([1, 2, 'all', '50%']);
}

function drawFault(draw: Draw, image: string): JsonObject {
  const kind = draw.pick(['crash', 'crash-loop', 'unready', 'delete']);
  const ends = kind === 'crash-loop' || kind === 'unready';
  return given({ kind, image, pods: drawCount(draw), for: draw.maybe(ends ? 0.6 : 0, () => draw.pick(['10s', '1m'])) });
}

function drawNodeFault(draw: Draw, nodes: readonly string[]): JsonObject | undefined {
  return nodes.length === 0 ? undefined : { node: { [draw.pick(['drain', 'fail', 'restore'])]: draw.pick(nodes) } };
}

function drawMetricChange(builder: WorldBuilder, draw: Draw): JsonObject | undefined {
  const names = [...builder.metrics.keys()];
  if (names.length === 0) return undefined;
  const name = draw.pick(names);
  return { metric: { name, value: drawAnswers(draw, builder.rate('failingMetrics')) } };
}

function drawDelete(draw: Draw, { name, kind, references }: App): JsonObject {
  const own = draw.pick<JsonObject>([
    { run: `kubectl delete ${kind.toLowerCase()}/${name}` },
    { delete: { kind, name } },
  ]);
  if (references.length === 0 || draw.chance(0.4)) return own;
  const { apiVersion, kind: referenced, name: other } = draw.pick(references);
  return { delete: { apiVersion, kind: referenced, name: other } };
}

/** The manifest of the workload as somebody changed it. */
function drawApply(builder: WorldBuilder, draw: Draw, app: App): JsonObject | undefined {
  const file = `${app.name}-changed.yaml`;
  if (!builder.files.has(file)) {
    const changed = builder.documents
      .filter(({ kind, metadata }) => kind === app.kind && JSON.stringify(metadata).includes(`"${app.name}"`))
      .map((document) => changedManifest(draw, app, document));
    if (changed.length === 0) return undefined;
    builder.files.set(file, changed);
  }
  return { apply: file };
}

function changedManifest(draw: Draw, app: App, document: JsonObject): JsonObject {
  const text = JSON.stringify(document).replaceAll(app.images[0] ?? '', draw.pick(app.images.slice(1)));
  const changed: JsonObject & { readonly spec?: JsonObject } = JSON.parse(text);
  const { spec = {} } = changed;
  const replicas = draw.chance(0.5) ? draw.int(0, 9) : spec['replicas'];
  const minReadySeconds = draw.chance(0.2) ? draw.int(0, 5) : spec['minReadySeconds'];
  return { ...changed, spec: given({ ...spec, replicas, minReadySeconds }) };
}
