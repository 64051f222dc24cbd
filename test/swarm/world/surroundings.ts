import type { Json, JsonObject } from '../../../src/api/json.ts';
import { type App, duration, type WorldBuilder } from './builder.ts';
import { type Draw, given } from './draw.ts';

/** From the creation of a pod to its readiness. */
export function drawReadyAfter(builder: WorldBuilder, draw: Draw): Json {
  if (!draw.chance(builder.rate('slowPods'))) return draw.pick(['0s', '1s', '2s', '5s', '10s']);
  return draw.pick<Json>([
    duration(draw),
    [duration(draw), duration(draw)],
    [duration(draw), duration(draw), duration(draw)],
    { kind: 'uniform', min: '1s', max: '9s' },
    { kind: 'exponential', mean: '4s' },
    { kind: 'truncated-normal', mean: '5s', standardDeviation: '2s', min: '1s', max: '20s' },
    { kind: 'log-normal', median: '5s', sigma: 0.7 },
    { kind: 'weibull', scale: '5s', shape: draw.pick([0.5, 1, 2]) },
    { kind: 'empirical', values: [{ value: '1s', weight: 3 }, { value: '10s' }] },
  ]);
}

/** How the pods of each image behave and answer. */
export function drawImages(builder: WorldBuilder): void {
  for (const app of builder.apps) app.images.forEach((image, index) => drawImage(builder, app, image, index > 0));
}

function drawImage(builder: WorldBuilder, app: App, image: string, isUpdate: boolean): void {
  const draw = builder.draw('image', image);
  const isBroken = isUpdate && draw.chance(builder.rate('brokenImage') / 2);
  const isCrashing = !isBroken && draw.chance(builder.rate('crashingImage') / 2);
  const behaviour = given({
    readyAfter: isBroken ? undefined : draw.maybe(0.6, () => drawReadyAfter(builder, draw)),
    never: isBroken ? draw.pick(['CrashLoopBackOff', 'ImagePullBackOff']) : undefined,
    crash: draw.maybe(isCrashing ? 0.7 : 0, () =>
      given({
        after: draw.pick(['5s', '30s', '2m']),
        times: draw.maybe(0.6, () => draw.int(1, 3)),
        exitCode: draw.maybe(0.5, () => draw.int(0, 255)),
      }),
    ),
    turnsUnready: draw.maybe(isCrashing ? 0.5 : 0, () =>
      given({ after: draw.pick(['5s', '20s', '1m']), for: draw.maybe(0.7, () => '15s') }),
    ),
    ...(hasTraffic(builder, app) ? drawAnswers(draw, isUpdate) : {}),
  });
  if (Object.keys(behaviour).length > 0) builder.images.set(image, behaviour);
}

function drawAnswers(draw: Draw, isUpdate: boolean): JsonObject {
  return {
    latency: draw.maybe(0.7, () =>
      draw.pick<Json>([
        '20ms',
        '100ms',
        { kind: 'uniform', min: '1ms', max: '90ms' },
        { kind: 'exponential', mean: '40ms' },
        { kind: 'log-normal', median: '30ms', sigma: 0.5 },
        { kind: 'weibull', scale: '50ms', shape: 1.5 },
      ]),
    ),
    errors: draw.maybe(0.5, () =>
      draw.pick<Json>([
        0,
        0.001,
        isUpdate ? 0.3 : 0.01,
        1,
        {
          rates: [
            { from: '0s', rate: 0.2 },
            { from: '30s', rate: 0 },
          ],
          code: '503',
        },
        { byLoad: { above: 0.5, rate: 0.3 } },
      ]),
    ),
    capacity: draw.maybe(0.5, () =>
      draw.pick<Json>([1, 4, 50, { concurrency: 2, queue: 0 }, { concurrency: 3, queue: 10 }]),
    ),
    warmUp: draw.maybe(0.2, () => ({ lasts: '20s', latencyFactor: 3, errorRate: 0.1 })),
    drain: draw.maybe(0.2, () => '5s'),
    dependsOn: draw.maybe(0.2, () => ['payments']),
  };
}

export function drawNodes(builder: WorldBuilder): readonly JsonObject[] {
  const draw = builder.draw('nodes');
  if (!draw.chance(builder.rate('nodes'))) return [];
  return Array.from({ length: draw.int(1, 4) }, (_, index) =>
    given({
      name: `node-${index + 1}`,
      cpu: draw.maybe(0.6, () => String(draw.int(2, 8))),
      pods: draw.maybe(0.3, () => draw.int(2, 20)),
    }),
  );
}

function hasTraffic(builder: WorldBuilder, { name }: App): boolean {
  return builder.draw('has traffic', name).chance(builder.rate('traffic')) || builder.flows.length > 0;
}

/** Who calls the workloads. */
export function drawTraffic(builder: WorldBuilder): void {
  for (const app of builder.apps) {
    const draw = builder.draw('traffic', app.name);
    if (!draw.chance(builder.rate('traffic'))) continue;
    builder.flows.push(drawFlow(draw, app));
    if (draw.chance(0.15)) builder.flows.push(drawFlow(draw, app));
  }
}

function drawFlow(draw: Draw, app: App): JsonObject {
  return given({
    ...app.flow,
    namespace: app.namespace === 'default' ? undefined : app.namespace,
    arrivals: drawArrivals(draw),
    users: draw.maybe(0.5, () => draw.pick([1, 100, 60000])),
    timeout: draw.maybe(0.4, () => draw.pick(['50ms', '1s'])),
    retries: draw.maybe(0.3, () => ({
      attempts: draw.int(1, 3),
      on: draw.some(['connect', 'overload', 'error', 'timeout']),
    })),
    stickyFor: draw.maybe(0.3, () => '1m'),
    objective: draw.maybe(0.3, () => 0.99),
    headers: draw.maybe(0.3, () => [{ share: 0.1, headers: { 'X-Canary': 'yes' } }]),
  });
}

function drawArrivals(draw: Draw): Json {
  return draw.pick<Json>([
    0.3,
    10,
    100,
    1000.5,
    { kind: 'ramp', from: 5, to: 200, over: '2m' },
    {
      kind: 'steps',
      steps: [
        { from: '0s', perSecond: 20 },
        { from: '1m', perSecond: 300 },
        { from: '3m', perSecond: 0 },
      ],
    },
    { kind: 'burst', base: 10, peak: 500, start: '1m', lasts: '10s', every: '40s' },
    { kind: 'daily', perSecond: Array.from({ length: 24 }, (_, hour) => hour * 3) },
  ]);
}
