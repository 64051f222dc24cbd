import type { Json, JsonObject } from '../../../src/api/json.ts';
import { manifest, type ObjectName, type WorldBuilder } from './builder.ts';
import { type Draw, given } from './draw.ts';
import type { Feature } from './features.ts';

/** The traffic routing of one canary: fields of the strategy, and objects beside the Rollout. */
export interface Routing {
  readonly router: Router;
  readonly trafficRouting: JsonObject;
  /** canaryService and stableService, or pingPong; none where a router splits by subsets. */
  readonly services: JsonObject;
  readonly objects: readonly JsonObject[];
  /** What steps may use. */
  readonly headerRoutes: boolean;
  readonly mirrorRoutes: boolean;
  readonly experimentWeights: boolean;
  readonly maxWeight: number;
}

const ROUTERS = [
  'nginx',
  'alb',
  'istio',
  'istioSubsets',
  'smi',
  'traefik',
  'apisix',
  'ambassador',
  'appMesh',
  'gatewayApi',
] as const satisfies readonly Feature[];
export type Router = (typeof ROUTERS)[number];

interface Place {
  readonly name: string;
  readonly namespace: string;
}

interface Parts {
  readonly routing: JsonObject;
  readonly objects: readonly JsonObject[];
  readonly services?: JsonObject;
}

/** The routing of a canary, or undefined where the world has no router for it. */
export function drawRouting(builder: WorldBuilder, place: Place): Routing | undefined {
  const draw = builder.draw('router', place.name);
  const router = draw.weighted(ROUTERS.map((each) => [each, builder.rate(each)]));
  if (router === undefined || draw.chance(0.15)) return undefined;
  const canPingPong = router === 'alb' || router === 'istio';
  const isPingPong = canPingPong && draw.chance(builder.rate('pingPong'));
  const { routing, objects, services } = WRITERS[router](draw, place, isPingPong);
  const hasMaxWeight = (router === 'nginx' || router === 'gatewayApi') && draw.chance(0.25);
  const maxWeight = hasMaxWeight ? draw.pick([50, 1000]) : 100;
  const headerRoutes = ['istio', 'istioSubsets', 'alb', 'apisix', 'gatewayApi'].includes(router);
  const usesManaged = headerRoutes && draw.chance(builder.rate('managedRoutes'));
  const managed = usesManaged ? [{ name: 'header' }, { name: 'mirror' }] : undefined;
  const { name, namespace } = place;
  const own = isPingPong ? ['ping', 'pong'] : ['stable', 'canary'];
  const pair = isPingPong
    ? { pingPong: { pingService: `${name}-ping`, pongService: `${name}-pong` } }
    : { stableService: `${name}-stable`, canaryService: `${name}-canary` };
  const serviceObjects = own.map((role) => service({ name: `${name}-${role}`, namespace }, name));
  return {
    router,
    trafficRouting: given({
      ...routing,
      managedRoutes: managed,
      maxTrafficWeight: hasMaxWeight ? maxWeight : undefined,
    }),
    services: services ?? pair,
    objects: [...objects, ...(services === undefined ? serviceObjects : [])],
    headerRoutes: usesManaged,
    mirrorRoutes: usesManaged && (router === 'istio' || router === 'istioSubsets'),
    experimentWeights: ['alb', 'smi', 'istio', 'istioSubsets', 'gatewayApi'].includes(router) && !isPingPong,
    maxWeight,
  };
}

export function service(place: Place, app: string): JsonObject {
  return manifest('v1', 'Service', place, { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] });
}

export function referencesOf(objects: readonly JsonObject[]): readonly ObjectName[] {
  return objects.flatMap(({ apiVersion, kind, metadata }) => {
    const name = typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return [];
    return [{ apiVersion, kind, name }];
  });
}

function ingress({ name, namespace }: Place, serviceName: string, className: string, port: JsonObject): JsonObject {
  const path = { path: '/', pathType: 'Prefix', backend: { service: { name: serviceName, port } } };
  return manifest(
    'networking.k8s.io/v1',
    'Ingress',
    { name, namespace },
    {
      ingressClassName: className,
      rules: [{ host: `${name}.example.com`, http: { paths: [path] } }],
    },
  );
}

const destination = (host: string, weight: number): Json => ({ destination: { host }, weight });
const subset = (host: string, name: string, weight: number): Json => ({ destination: { host, subset: name }, weight });

const WRITERS: Readonly<Record<Router, (draw: Draw, place: Place, isPingPong: boolean) => Parts>> = {
  nginx: (draw, { name, namespace }) => {
    const second = draw.chance(0.2);
    const names = second ? [name, `${name}-b`] : [name];
    return {
      routing: {
        nginx: given({
          ...(second ? { stableIngresses: names } : { stableIngress: name }),
          annotationPrefix: draw.maybe(0.1, () => 'custom.ingress.example.com'),
          additionalIngressAnnotations: draw.maybe(0.2, () => ({ 'canary-by-header': 'X-Canary' })),
        }),
      },
      objects: names.map((each) => ingress({ name: each, namespace }, `${name}-stable`, 'nginx', { number: 80 })),
    };
  },
  alb: (draw, place, isPingPong) => {
    const { name, namespace } = place;
    const root = isPingPong || draw.chance(0.3) ? `${name}-root` : undefined;
    const sticky = draw.maybe(0.2, () => ({ enabled: true, durationSeconds: 60 }));
    return {
      routing: { alb: given({ ingress: name, servicePort: 80, rootService: root, stickinessConfig: sticky }) },
      objects: [
        ingress(place, root ?? `${name}-stable`, 'alb', { name: 'use-annotation' }),
        ...(root === undefined ? [] : [service({ name: root, namespace }, name)]),
      ],
    };
  },
  istio: (draw, { name, namespace }, isPingPong) => {
    const [stable, canary] = isPingPong ? ['ping', 'pong'] : ['stable', 'canary'];
    const names = draw.chance(0.2) ? [name, `${name}-b`] : [name];
    const routes = draw.chance(0.5) ? { routes: ['primary'] } : {};
    const references = names.map((each) => ({ name: each, ...routes }));
    return {
      routing: { istio: names.length > 1 ? { virtualServices: references } : { virtualService: { name, ...routes } } },
      objects: names.map((each) =>
        manifest(
          'networking.istio.io/v1',
          'VirtualService',
          { name: each, namespace },
          {
            hosts: [`${each}.example.com`],
            http: [
              {
                name: 'primary',
                route: [destination(`${name}-${stable}`, 100), destination(`${name}-${canary}`, 0)],
              },
            ],
          },
        ),
      ),
    };
  },
  istioSubsets: (_draw, place) => {
    const { name } = place;
    const labels = { app: name };
    return {
      routing: {
        istio: {
          virtualService: { name, routes: ['primary'] },
          destinationRule: { name, stableSubsetName: 'stable', canarySubsetName: 'canary' },
        },
      },
      services: {},
      objects: [
        service(place, name),
        manifest('networking.istio.io/v1', 'VirtualService', place, {
          hosts: [name],
          http: [{ name: 'primary', route: [subset(name, 'stable', 100), subset(name, 'canary', 0)] }],
        }),
        manifest('networking.istio.io/v1', 'DestinationRule', place, {
          host: name,
          subsets: [
            { name: 'stable', labels },
            { name: 'canary', labels },
          ],
        }),
      ],
    };
  },
  smi: (draw, { name, namespace }) => {
    const rootService = draw.maybe(0.4, () => `${name}-root`);
    return {
      routing: { smi: given({ rootService, trafficSplitName: draw.maybe(0.3, () => `${name}-split`) }) },
      objects: rootService === undefined ? [] : [service({ name: rootService, namespace }, name)],
    };
  },
  traefik: (_draw, place) => ({
    routing: { traefik: { weightedTraefikServiceName: place.name } },
    objects: [
      manifest('traefik.io/v1alpha1', 'TraefikService', place, {
        weighted: {
          services: [
            { name: `${place.name}-stable`, port: 80 },
            { name: `${place.name}-canary`, port: 80 },
          ],
        },
      }),
    ],
  }),
  apisix: (draw, place) => {
    // Without rules the one of the route's own name is meant.
    const rules = draw.maybe(0.5, () => ['primary']);
    return {
      routing: { apisix: { route: given({ name: place.name, rules }) } },
      objects: [
        manifest('apisix.apache.org/v2', 'ApisixRoute', place, {
          http: [
            {
              name: rules === undefined ? place.name : 'primary',
              match: { paths: ['/*'] },
              backends: [
                { serviceName: `${place.name}-stable`, servicePort: 80, weight: 100 },
                { serviceName: `${place.name}-canary`, servicePort: 80, weight: 0 },
              ],
            },
          ],
        }),
      ],
    };
  },
  ambassador: (_draw, place) => ({
    routing: { ambassador: { mappings: [place.name] } },
    objects: [manifest('getambassador.io/v2', 'Mapping', place, { prefix: '/', service: `${place.name}-stable:80` })],
  }),
  appMesh: (_draw, { name, namespace }) => {
    const nodeName = (role: string): string => `${name}-${role}-node`;
    const target = (role: string, weight: number): Json => ({ virtualNodeRef: { name: nodeName(role) }, weight });
    const action = { weightedTargets: [target('canary', 0), target('stable', 100)] };
    return {
      routing: {
        appMesh: {
          virtualService: { name, routes: ['primary'] },
          virtualNodeGroup: {
            canaryVirtualNodeRef: { name: nodeName('canary') },
            stableVirtualNodeRef: { name: nodeName('stable') },
          },
        },
      },
      objects: [
        manifest(
          'appmesh.k8s.aws/v1beta2',
          'VirtualService',
          { name, namespace },
          {
            provider: { virtualRouter: { virtualRouterRef: { name } } },
          },
        ),
        manifest(
          'appmesh.k8s.aws/v1beta2',
          'VirtualRouter',
          { name, namespace },
          {
            listeners: [{ portMapping: { port: 80, protocol: 'http' } }],
            routes: [{ name: 'primary', httpRoute: { match: { prefix: '/' }, action } }],
          },
        ),
        ...['canary', 'stable'].map((role) =>
          manifest(
            'appmesh.k8s.aws/v1beta2',
            'VirtualNode',
            { name: nodeName(role), namespace },
            {
              podSelector: { matchLabels: { app: name } },
              listeners: [{ portMapping: { port: 80, protocol: 'http' } }],
            },
          ),
        ),
      ],
    };
  },
  gatewayApi: (_draw, place) => ({
    routing: { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: place.name, namespace: place.namespace } } },
    objects: [
      manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', place, {
        parentRefs: [{ name: 'gateway' }],
        rules: [
          {
            backendRefs: [
              { name: `${place.name}-stable`, port: 80 },
              { name: `${place.name}-canary`, port: 80 },
            ],
          },
        ],
      }),
    ],
  }),
};
