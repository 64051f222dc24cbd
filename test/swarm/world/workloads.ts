import type { JsonObject } from '../../../src/api/json.ts';
import { drawTemplate } from './analyses.ts';
import { type App, manifest, type WorldBuilder } from './builder.ts';
import { type Draw, given } from './draw.ts';
import { referencesOf, service } from './routers.ts';
import { drawBlueGreen, drawCanary } from './strategies.ts';

const REPLICAS = [0, 1, 2, 3, 4, 5, 7, 10, 15];
export const VERSIONS = ['v1', 'v2', 'v3'] as const;

export function drawWorkloads(builder: WorldBuilder): void {
  const draw = builder.draw('workloads');
  const names = draw.chance(builder.rate('twoWorkloads')) ? ['shop', 'cart'] : ['shop'];
  const namespace = draw.chance(builder.rate('ownNamespace')) ? 'store' : 'default';
  for (const name of names) {
    const place = { name, namespace };
    const app = isDeployment(builder, draw) ? drawDeployment(builder, place) : drawRollout(builder, place);
    builder.apps.push(app);
    drawAutoscaler(builder, app);
    drawDisruptionBudget(builder, app);
  }
  drawStandalone(builder, namespace);
}

function isDeployment(builder: WorldBuilder, draw: Draw): boolean {
  const deployment = builder.rate('deployment');
  const others = builder.rate('canary') + builder.rate('blueGreen');
  return draw.chance(others === 0 ? deployment : deployment / 3);
}

interface Place {
  readonly name: string;
  readonly namespace: string;
}

function podTemplate(draw: Draw, name: string, image: string): JsonObject {
  const resources = draw.maybe(0.6, () => ({ requests: { cpu: draw.pick(['100m', '500m', '1']) } }));
  const sidecar = draw.maybe(0.15, () => ({ name: 'proxy', image: 'registry.example/proxy:v1' }));
  const web = given({ name: 'web', image, resources });
  return {
    metadata: { labels: { app: name } },
    spec: { containers: sidecar === undefined ? [web] : [web, sidecar] },
  };
}

function imagesOf(name: string): readonly string[] {
  return VERSIONS.map((version) => `registry.example/${name}:${version}`);
}

function drawRollout(builder: WorldBuilder, place: Place): App {
  const { name, namespace } = place;
  const draw = builder.draw('rollout', name);
  const images = imagesOf(name);
  const blueGreen = builder.rate('blueGreen');
  const canary = builder.rate('canary');
  const isBlueGreen = draw.chance(blueGreen === 0 ? 0 : blueGreen / (blueGreen + canary));
  const { strategy, objects, steps } = isBlueGreen ? drawBlueGreen(builder, place) : drawCanary(builder, place);
  builder.add(...objects);
  const template = podTemplate(draw, name, images[0] ?? '');
  const workload = draw.maybe(builder.rate('workloadRef'), () => `${name}-workload`);
  const selector = { matchLabels: { app: name } };
  const replicas = draw.pick(REPLICAS);
  const scaleDown = draw.maybe(0.7, () => draw.pick(['never', 'onsuccess', 'progressively']));
  const limits = builder.rate('deadlines');
  if (workload !== undefined) {
    const spec = { replicas: draw.pick([0, 3]), selector, template };
    builder.add(manifest('apps/v1', 'Deployment', { name: workload, namespace }, spec));
  }
  const source: JsonObject =
    workload === undefined
      ? { selector, template }
      : given({
          selector: draw.maybe(0.5, () => selector),
          workloadRef: given({ apiVersion: 'apps/v1', kind: 'Deployment', name: workload, scaleDown }),
        });
  builder.add(
    manifest(
      'argoproj.io/v1alpha1',
      'Rollout',
      place,
      given({
        replicas: draw.chance(0.05) ? undefined : replicas,
        ...source,
        minReadySeconds: draw.maybe(0.3, () => draw.int(1, 15)),
        progressDeadlineSeconds: draw.maybe(limits, () => draw.int(20, 120)),
        progressDeadlineAbort: draw.maybe(limits / 2, () => true),
        revisionHistoryLimit: draw.maybe(0.3, () => draw.int(2, 4)),
        rollbackWindow: draw.maybe(0.15, () => ({ revisions: draw.int(0, 3) })),
        analysis: draw.maybe(0.1, () => ({ successfulRunHistoryLimit: 1, unsuccessfulRunHistoryLimit: 1 })),
        strategy,
      }),
    ),
  );
  const target: JsonObject = { to: { rollout: name } };
  return {
    name,
    namespace,
    kind: 'Rollout',
    images,
    steps,
    references: referencesOf(objects),
    ...workloadOf(workload),
    flow: target,
  };
}

const workloadOf = (workload: string | undefined): Pick<App, 'workload'> =>
  workload === undefined ? {} : { workload };

function drawDeployment(builder: WorldBuilder, place: Place): App {
  const { name, namespace } = place;
  const draw = builder.draw('deployment', name);
  const images = imagesOf(name);
  const rollingUpdate = draw.pick<JsonObject>([
    { maxSurge: 1, maxUnavailable: 0 },
    { maxSurge: 0, maxUnavailable: 1 },
    { maxSurge: '100%', maxUnavailable: '25%' },
    { maxSurge: '25%', maxUnavailable: '50%' },
  ]);
  const strategy = draw.maybe(0.75, () =>
    draw.pick<JsonObject>([
      { type: 'Recreate' },
      { type: 'RollingUpdate', rollingUpdate },
      { type: 'RollingUpdate', rollingUpdate },
    ]),
  );
  const spec = given({
    replicas: draw.pick(REPLICAS),
    selector: { matchLabels: { app: name } },
    template: podTemplate(draw, name, images[0] ?? ''),
    strategy,
    minReadySeconds: draw.maybe(0.3, () => draw.int(1, 10)),
    progressDeadlineSeconds: draw.maybe(builder.rate('deadlines'), () => draw.int(20, 100)),
    revisionHistoryLimit: draw.maybe(0.3, () => draw.int(0, 3)),
  });
  const objects = [service(place, name)];
  builder.add(...objects, manifest('apps/v1', 'Deployment', place, spec));
  return {
    name,
    namespace,
    kind: 'Deployment',
    images,
    steps: 0,
    references: referencesOf(objects),
    flow: { to: { service: name } },
  };
}

function drawAutoscaler(builder: WorldBuilder, { name, namespace, kind }: App): void {
  const draw = builder.draw('autoscaler', name);
  if (!draw.chance(builder.rate('autoscaler'))) return;
  const apiVersion = kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1';
  const target = { type: 'Utilization', averageUtilization: draw.pick([50, 60, 80]) };
  builder.add(
    manifest(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { name, namespace },
      {
        scaleTargetRef: { apiVersion, kind, name },
        minReplicas: draw.int(1, 4),
        maxReplicas: draw.int(5, 12),
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      },
    ),
  );
  builder.utilisation.set(`${kind}/${name}`, [
    { from: '0s', percent: draw.int(10, 90) },
    { from: '2m', percent: draw.int(10, 200) },
    { from: '6m', percent: draw.int(10, 200) },
  ]);
}

function drawDisruptionBudget(builder: WorldBuilder, { name, namespace }: App): void {
  const draw = builder.draw('disruption budget', name);
  if (!draw.chance(builder.rate('disruptionBudget'))) return;
  const bound = draw.pick<JsonObject>([
    { minAvailable: 1 },
    { minAvailable: '50%' },
    { maxUnavailable: 1 },
    { maxUnavailable: '30%' },
    { maxUnavailable: 0 },
  ]);
  const selector = { matchLabels: { app: name } };
  builder.add(manifest('policy/v1', 'PodDisruptionBudget', { name, namespace }, { ...bound, selector }));
}

/** An Experiment and an AnalysisRun that belong to no rollout. */
function drawStandalone(builder: WorldBuilder, namespace: string): void {
  const draw = builder.draw('standalone');
  if (!draw.chance(builder.rate('standalone'))) return;
  const labels = { app: 'trial' };
  const { needsArgs, ...template } = drawTemplate(builder, { name: 'trial-check', namespace });
  const args = needsArgs === true ? [{ name: 'service', value: 'trial' }] : undefined;
  const containers = [{ name: 'web', image: 'registry.example/trial:v1' }];
  builder.add(
    manifest(
      'argoproj.io/v1alpha1',
      'Experiment',
      { name: 'trial', namespace },
      given({
        duration: draw.maybe(0.7, () => '1m') ?? '3m',
        progressDeadlineSeconds: draw.maybe(0.4, () => draw.int(5, 60)),
        templates: [
          given({
            name: 'base',
            replicas: draw.maybe(0.6, () => draw.int(1, 3)),
            minReadySeconds: draw.maybe(0.2, () => 5),
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers } },
          }),
        ],
        analyses: draw.maybe(builder.rate('experimentAnalysis'), () => [given({ name: 'check', ...template, args })]),
      }),
    ),
  );
}
