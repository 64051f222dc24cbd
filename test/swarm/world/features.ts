import type { Draw } from './draw.ts';

/**
 * What a world may have. Each seed switches every feature on or off and draws how often it is used where it is on: a feature that is off lets
 * others come to states that they would not reach together (swarm testing, Groce et al. 2012).
 */
const FEATURES = [
  // Strategies
  'canary',
  'blueGreen',
  'deployment',
  'workloadRef',
  'twoWorkloads',
  'ownNamespace',
  // Routers of a canary
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
  'pingPong',
  'managedRoutes',
  'dynamicStableScale',
  'canaryScale',
  // Analyses
  'inlineAnalysis',
  'backgroundAnalysis',
  'promotionAnalysis',
  'experiment',
  'experimentAnalysis',
  'standalone',
  'failingMetrics',
  'measuredMetrics',
  'scriptedSeries',
  // Around the workloads
  'autoscaler',
  'disruptionBudget',
  'nodes',
  'slowPods',
  'deadlines',
  'traffic',
  'git',
  // What happens
  'burst',
  'conditions',
  'promote',
  'abort',
  'retry',
  'undo',
  'pause',
  'restart',
  'scale',
  'terminate',
  'views',
  'patch',
  'apply',
  'delete',
  'annotate',
  // Faults
  'brokenImage',
  'crashingImage',
  'podFaults',
  'nodeFaults',
  'imageChange',
  'metricChange',
] as const;
export type Feature = (typeof FEATURES)[number];

const RATES = [0.05, 0.2, 0.5, 0.9];

/** How often a world uses each feature. */
export class Features {
  readonly #rates: ReadonlyMap<Feature, number>;

  constructor(draw: Draw) {
    this.#rates = new Map(FEATURES.map((feature) => [feature, draw.chance(0.5) ? draw.pick(RATES) : 0]));
  }

  /** The probability that the feature is used where it could be; 0: it is off. */
  rate(feature: Feature): number {
    return this.#rates.get(feature) ?? 0;
  }

  /** `canary 0.5, istio 0.9, …`: the features that are on. */
  toString(): string {
    const on = [...this.#rates].filter(([, rate]) => rate > 0);
    return on.map(([feature, rate]) => `${feature} ${rate}`).join(', ');
  }
}
