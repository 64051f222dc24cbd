import type { Json, JsonObject } from '../../../src/api/json.ts';
import { drawAnalysis, drawArgs, drawTemplate } from './analyses.ts';
import type { WorldBuilder } from './builder.ts';
import { type Draw, given } from './draw.ts';
import { drawRouting, type Routing, service } from './routers.ts';

interface Place {
  readonly name: string;
  readonly namespace: string;
}

/** A strategy, and the objects that it refers to. */
export interface Strategy {
  readonly strategy: JsonObject;
  readonly objects: readonly JsonObject[];
  readonly steps: number;
}

export function drawBlueGreen(builder: WorldBuilder, place: Place): Strategy {
  const draw = builder.draw('blue-green', place.name);
  const hasPreview = draw.chance(0.6);
  const analysis = (when: string): JsonObject | undefined =>
    draw.maybe(builder.rate('promotionAnalysis'), () =>
      drawAnalysis(builder, draw, { ...place, name: `${place.name}-${when}` }),
    );
  const blueGreen = given({
    activeService: `${place.name}-active`,
    previewService: hasPreview ? `${place.name}-preview` : undefined,
    autoPromotionEnabled: draw.maybe(0.5, () => draw.chance(0.5)),
    autoPromotionSeconds: draw.maybe(0.3, () => draw.int(1, 40)),
    previewReplicaCount: draw.maybe(0.3, () => draw.int(1, 3)),
    scaleDownDelaySeconds: draw.maybe(0.4, () => draw.pick([0, 1, 10, 60])),
    scaleDownDelayRevisionLimit: draw.maybe(0.2, () => draw.int(0, 2)),
    abortScaleDownDelaySeconds: draw.maybe(0.3, () => draw.pick([0, 5, 30])),
    activeMetadata: draw.maybe(0.2, () => ({ labels: { role: 'active' } })),
    previewMetadata: draw.maybe(0.2, () => ({ labels: { role: 'preview' }, annotations: { note: 'preview' } })),
    prePromotionAnalysis: analysis('before'),
    postPromotionAnalysis: analysis('after'),
    maxUnavailable: draw.maybe(0.1, () => draw.pick<Json>([0, 1, '50%'])),
    antiAffinity: drawAntiAffinity(builder, draw),
  });
  const services = hasPreview ? ['active', 'preview'] : ['active'];
  const objects = services.map((role) => service({ ...place, name: `${place.name}-${role}` }, place.name));
  return { strategy: { blueGreen }, objects, steps: 0 };
}

export function drawCanary(builder: WorldBuilder, place: Place): Strategy {
  const draw = builder.draw('canary', place.name);
  const routing = drawRouting(builder, place);
  const steps = Array.from({ length: draw.int(0, 7) }, (_, index) => drawStep(builder, draw, place, index, routing));
  const maxUnavailable = draw.maybe(0.5, () => draw.pick<Json>([0, 1, 2, '10%', '25%', '50%']));
  const needsSurge = maxUnavailable === 0;
  const maxSurge = draw.maybe(0.5, () =>
    draw.pick<Json>(needsSurge ? [1, 2, '25%', '100%'] : [0, 1, 2, '10%', '25%', '100%']),
  );
  const isDynamic = routing !== undefined && draw.chance(builder.rate('dynamicStableScale'));
  const routed =
    routing === undefined
      ? {}
      : {
          ...routing.services,
          trafficRouting: routing.trafficRouting,
          dynamicStableScale: isDynamic ? true : undefined,
          scaleDownDelaySeconds: isDynamic ? undefined : draw.maybe(0.3, () => draw.pick([0, 5, 60])),
          abortScaleDownDelaySeconds: draw.maybe(0.3, () => draw.pick([0, 10, 60])),
          minPodsPerReplicaSet: draw.maybe(0.1, () => draw.int(1, 3)),
        };
  const hasPlainServices = routing === undefined && draw.chance(0.2);
  const plain = { stableService: `${place.name}-stable`, canaryService: `${place.name}-canary` };
  const canary = given({
    maxSurge,
    maxUnavailable,
    steps: steps.length === 0 ? undefined : steps,
    ...routed,
    ...(hasPlainServices ? plain : {}),
    analysis: draw.maybe(builder.rate('backgroundAnalysis'), () =>
      given({
        ...drawAnalysis(builder, draw, { ...place, name: `${place.name}-background` }),
        startingStep: steps.length > 0 ? draw.maybe(0.4, () => draw.int(0, steps.length - 1)) : undefined,
      }),
    ),
    stableMetadata: draw.maybe(0.15, () => ({ labels: { role: 'stable' } })),
    canaryMetadata: draw.maybe(0.15, () => ({ labels: { role: 'canary' }, annotations: { note: 'canary' } })),
    antiAffinity: drawAntiAffinity(builder, draw),
  });
  const plainObjects = Object.values(plain).map((name) => service({ ...place, name }, place.name));
  return {
    strategy: { canary },
    objects: routing?.objects ?? (hasPlainServices ? plainObjects : []),
    steps: steps.length,
  };
}

function drawAntiAffinity(builder: WorldBuilder, draw: Draw): JsonObject | undefined {
  if (!draw.chance(builder.rate('nodes') * 0.3)) return undefined;
  return draw.pick<JsonObject>([
    { requiredDuringSchedulingIgnoredDuringExecution: {} },
    { preferredDuringSchedulingIgnoredDuringExecution: { weight: 50 } },
  ]);
}

function drawStep(
  builder: WorldBuilder,
  draw: Draw,
  place: Place,
  index: number,
  routing: Routing | undefined,
): JsonObject {
  const kind = draw.weighted([
    ['setWeight', 3],
    ['pause', 2],
    ['scale', routing === undefined ? 0 : builder.rate('canaryScale')],
    ['analysis', builder.rate('inlineAnalysis')],
    ['experiment', builder.rate('experiment')],
    ['header', routing?.headerRoutes === true ? 1 : 0],
    ['mirror', routing?.mirrorRoutes === true ? 1 : 0],
  ]);
  const max = routing?.maxWeight ?? 100;
  switch (kind) {
    case 'pause': {
      const duration = draw.maybe(0.7, () => draw.pick<Json>([5, 10, '20s', '1m', '16m']));
      return { pause: given({ duration }) };
    }
    case 'scale':
      return {
        setCanaryScale: draw.pick<JsonObject>([
          { replicas: draw.int(0, 5) },
          { weight: draw.pick([0, 25, 100]) },
          { matchTrafficWeight: true },
        ]),
      };
    case 'analysis':
      return { analysis: drawAnalysis(builder, draw, { ...place, name: `${place.name}-step-${index}` }) };
    case 'experiment':
      return { experiment: drawExperiment(builder, draw, place, index, routing) };
    case 'header': {
      const headerValue = { exact: 'yes' };
      const match = draw.maybe(0.8, () => [{ headerName: 'X-Canary', headerValue }]);
      return { setHeaderRoute: given({ name: 'header', match }) };
    }
    case 'mirror': {
      const match = draw.maybe(0.8, () => [{ method: { exact: 'GET' }, path: { prefix: '/' } }]);
      return { setMirrorRoute: given({ name: 'mirror', match, percentage: draw.maybe(0.5, () => draw.int(0, 100)) }) };
    }
    default: {
      const weight = draw.pick([0, 1, 5, 10, 20, 33, 50, 66, 75, 99, 100]);
      return { setWeight: Math.floor((weight * max) / 100) };
    }
  }
}

function drawExperiment(
  builder: WorldBuilder,
  draw: Draw,
  place: Place,
  index: number,
  routing: Routing | undefined,
): JsonObject {
  const hasWeights = routing?.experimentWeights === true && draw.chance(0.4);
  const templates = ['stable', 'canary'].slice(draw.int(0, 1)).map((specRef) =>
    given({
      name: `${specRef}-${index}`,
      specRef,
      replicas: draw.maybe(0.6, () => draw.int(0, 2)),
      weight: hasWeights ? draw.int(1, 20) : undefined,
      metadata: draw.maybe(0.2, () => ({ labels: { role: 'experiment' } })),
      service: draw.maybe(0.1, () => ({})),
    }),
  );
  const analyses = draw.maybe(builder.rate('experimentAnalysis'), () => {
    const { needsArgs, ...template } = drawTemplate(builder, { ...place, name: `${place.name}-experiment-${index}` });
    return [
      given({
        name: 'compare',
        ...template,
        args: needsArgs === true ? drawArgs(draw) : undefined,
        requiredForCompletion: draw.maybe(0.5, () => true),
      }),
    ];
  });
  const duration = draw.maybe(0.8, () => draw.pick(['20s', '1m']));
  return given({
    templates,
    analyses,
    // An experiment without an end would leave nothing to look at.
    duration: analyses === undefined ? (duration ?? '30s') : duration,
    scaleDownDelaySeconds: draw.maybe(0.2, () => draw.pick([0, 10])),
  });
}
