import fc from 'fast-check';
import type { JsonObject } from '../../src/api/json.ts';
import { readCase } from '../../src/simulation/recording/case.ts';
import { worldOfCase } from '../../src/simulation/recording/world.ts';
import type { World } from '../../src/world/world.ts';

/** A random strategy in a world of one rollout `shop`, with what people do meanwhile. */
export interface RandomCase {
  readonly canary?: CanaryChoice;
  readonly blueGreen?: JsonObject;
  readonly replicas: number;
  readonly minReadySeconds: number;
  /** Seconds until pods are ready, by their ordinal; the same list for every image. */
  readonly readyAfter: readonly number[];
  readonly actions: readonly RandomAction[];
}

export interface CanaryChoice {
  readonly routed: boolean;
  readonly dynamicStableScale: boolean;
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
  readonly steps: readonly JsonObject[];
}

/** Something done this many seconds after what was done before. */
export interface RandomAction {
  readonly after: number;
  readonly run: string;
}

const APP = 'shop';
const START_SECONDS = 40;
/** Long enough for every timed pause and deadline below. */
const REST_SECONDS = 900;

const weight = fc.constantFrom(0, 1, 5, 10, 20, 25, 33, 40, 50, 60, 75, 90, 99, 100);
const setWeight = weight.map((value): JsonObject => ({ setWeight: value }));
const pause = fc.constantFrom<JsonObject>({ pause: {} }, { pause: { duration: 3 } }, { pause: { duration: '20s' } });
const bound = fc.constantFrom<number | string>(0, 1, 2, '10%', '25%', '50%');

const canaryChoice: fc.Arbitrary<CanaryChoice> = fc
  .record({
    routed: fc.boolean(),
    dynamicStableScale: fc.boolean(),
    maxSurge: bound,
    maxUnavailable: bound,
    steps: fc.array(fc.oneof(setWeight, setWeight, pause), { maxLength: 6 }),
  })
  // The reference refuses a rollout that may neither add nor take away a pod.
  .filter(({ maxSurge, maxUnavailable }) => maxSurge !== 0 || maxUnavailable !== 0);

const blueGreenChoice: fc.Arbitrary<JsonObject> = fc.record(
  {
    autoPromotionEnabled: fc.boolean(),
    autoPromotionSeconds: fc.constantFrom(0, 5, 20),
    previewReplicaCount: fc.constantFrom(1, 2),
    scaleDownDelaySeconds: fc.constantFrom(1, 10, 60),
    abortScaleDownDelaySeconds: fc.constantFrom(1, 10, 60),
  },
  { requiredKeys: [] },
);

const setImage = (version: string): string => `set image ${APP} ${APP}=${APP}:${version}`;
const image = fc.constantFrom('v2', 'v3', 'v1').map(setImage);
const orders = fc.constantFrom(`abort ${APP}`, `promote ${APP}`, `promote ${APP} --full`, `retry rollout ${APP}`);
const command = fc.oneof(image, orders, orders, fc.constant(`undo ${APP}`));

/** An update, and what is done to it and after it. */
const actions: fc.Arbitrary<readonly RandomAction[]> = fc
  .array(fc.record({ after: fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 40 })), run: command }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((later) => [{ after: 0, run: setImage('v2') }, ...later])
  .map((all) => all.map(({ after, run }) => ({ after, run: `kubectl argo rollouts ${run}` })));

const common = {
  replicas: fc.integer({ min: 1, max: 12 }),
  minReadySeconds: fc.constantFrom(0, 0, 3),
  readyAfter: fc.array(fc.constantFrom(0, 1, 2, 5, 12), { minLength: 1, maxLength: 4 }),
  actions,
};

export const canaryCase: fc.Arbitrary<RandomCase> = fc.record({ ...common, canary: canaryChoice });
export const blueGreenCase: fc.Arbitrary<RandomCase> = fc.record({ ...common, blueGreen: blueGreenChoice });

/** The world of a case, in the time of the recordings. */
export function worldOfRandomCase(choice: RandomCase): World {
  const images = Object.fromEntries(
    ['v1', 'v2', 'v3'].map((version) => [`${APP}:${version}`, { readyAfter: choice.readyAfter }]),
  );
  let at = START_SECONDS;
  const script = choice.actions.map(({ after, run }) => ({ at: (at += after), run }));
  const recorded = {
    group: 'random-properties',
    name: 'property',
    cluster: { readyAfter: 2, images },
    apply: manifestsOf(choice),
    script,
    until: at + REST_SECONDS,
    trace: [],
  };
  return worldOfCase(readCase(JSON.stringify(recorded)));
}

function manifestsOf(choice: RandomCase): readonly JsonObject[] {
  const { replicas, minReadySeconds, canary, blueGreen } = choice;
  const selector = { matchLabels: { app: APP } };
  const template = { metadata: { labels: { app: APP } }, spec: { containers: [{ name: APP, image: `${APP}:v1` }] } };
  const strategy =
    canary === undefined ? { blueGreen: { activeService: `${APP}-one`, ...blueGreen } } : canaryOf(canary);
  const rollout: JsonObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: APP },
    spec: { replicas, minReadySeconds, selector, template, strategy },
  };
  return [service(`${APP}-one`), service(`${APP}-two`), ingress(), rollout];
}

function canaryOf({ routed, dynamicStableScale, maxSurge, maxUnavailable, steps }: CanaryChoice): JsonObject {
  const routing = {
    stableService: `${APP}-one`,
    canaryService: `${APP}-two`,
    dynamicStableScale,
    trafficRouting: { nginx: { stableIngress: APP } },
  };
  return { canary: { maxSurge, maxUnavailable, steps: [...steps], ...(routed ? routing : {}) } };
}

function service(name: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: APP }, ports: [{ port: 80 }] },
  };
}

function ingress(): JsonObject {
  const backend = { service: { name: `${APP}-one`, port: { number: 80 } } };
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: APP },
    spec: { ingressClassName: 'nginx', rules: [{ host: 'shop.example.com', http }] },
  };
}
