import type { Json, JsonObject } from '../../src/api/json.ts';

/** Small manifests for examples: everything is called shop unless it says otherwise. */

export const container = (image: string): JsonObject => ({ name: 'web', image });

export function rollout(strategy: JsonObject, spec: JsonObject = {}, name = 'shop', app = name): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app } },
      template: { metadata: { labels: { app } }, spec: { containers: [container('web:1')] } },
      strategy,
      ...spec,
    },
  };
}

export function service(name: string, selector: JsonObject = { app: 'shop' }): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports: [{ port: 80 }] } };
}

export function template(metrics: readonly Json[], spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'health' },
    spec: { metrics: [...metrics], ...spec },
  };
}

export function prometheus(query: string): JsonObject {
  return { prometheus: { address: 'http://prometheus:9090', query } };
}

/** A metric whose answer the scenario gives by the metric's name: one number. */
export const web: JsonObject = { web: { url: 'http://metrics', jsonPath: '{$}' } };

/** A canary behind Istio, with its Services and VirtualService. */
export function istioCanary(
  steps: readonly Json[],
  canary: JsonObject = {},
  spec: JsonObject = {},
): readonly JsonObject[] {
  return [
    rollout(
      {
        canary: {
          stableService: 'shop',
          canaryService: 'shop-canary',
          trafficRouting: { istio: { virtualService: { name: 'shop', routes: ['primary'] } } },
          steps: [...steps],
          ...canary,
        },
      },
      spec,
    ),
    service('shop'),
    service('shop-canary'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop' },
      spec: {
        hosts: ['shop.example'],
        http: [
          {
            name: 'primary',
            route: [
              { destination: { host: 'shop' }, weight: 100 },
              { destination: { host: 'shop-canary' }, weight: 0 },
            ],
          },
        ],
      },
    },
  ];
}

export const update = { at: '1m', run: 'kubectl argo rollouts set image shop web=web:2' };

export function requests(perSecond = 20, more: JsonObject = {}): JsonObject {
  return {
    flows: [
      {
        to: { rollout: 'shop' },
        arrivals: { kind: 'steps', steps: [{ from: '30s', perSecond }] },
        users: 1000,
        ...more,
      },
    ],
  };
}
