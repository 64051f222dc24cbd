import { describe, expect, test } from 'vitest';
import { worldFromManifests } from '../../src/scenario/bare.ts';
import { allRolloutsAtRest } from '../../src/simulation/settled.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { conditionFacts } from '../../src/timeline/facts/conditions.ts';
import { stateAt } from '../../src/timeline/state.ts';

function rollout(strategy: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  replicas: 4
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "shop:v1"}]}
  strategy:
    ${strategy}
`;
}

function routed(routing: string): string {
  return rollout(`canary:
      stableService: shop
      canaryService: shop-canary
      trafficRouting: ${routing}
      steps: [{setWeight: 30}, {pause: {duration: 10s}}]`);
}

/** The manifests that are offered for what is missing. */
function offered(text: string): readonly string[] {
  return worldFromManifests([{ name: 'rollout.yaml', text }]).diagnostics.flatMap(({ code, fix = '' }) =>
    code.startsWith('W5') ? [fix.slice(fix.indexOf('\n') + 1)] : [],
  );
}

const STRATEGIES: readonly (readonly [string, string])[] = [
  ['Services of a blue-green', rollout('blueGreen: {activeService: shop, previewService: preview}')],
  ['an NGINX Ingress', routed('{nginx: {stableIngress: shop}}')],
  ['two NGINX Ingresses', routed('{nginx: {stableIngresses: [shop, shop-internal]}}')],
  ['an ALB Ingress', routed('{alb: {ingress: shop, servicePort: 80}}')],
  ['an ALB Ingress with a root Service', routed('{alb: {ingress: shop, servicePort: 80, rootService: shop-root}}')],
  ['an Istio VirtualService', routed('{istio: {virtualService: {name: shop}}}')],
  ['a named route of a VirtualService', routed('{istio: {virtualService: {name: shop, routes: [main]}}}')],
  [
    'a DestinationRule',
    routed(
      '{istio: {virtualService: {name: shop}, destinationRule: {name: shop, canarySubsetName: new, stableSubsetName: old}}}',
    ),
  ],
  ['a root Service of SMI', routed('{smi: {rootService: shop-root}}')],
  ['a TraefikService', routed('{traefik: {weightedTraefikServiceName: shop}}')],
  ['an ApisixRoute', routed('{apisix: {route: {name: shop, rules: [main]}}}')],
  ['a Mapping', routed('{ambassador: {mappings: [shop]}}')],
  [
    'App Mesh',
    routed(
      '{appMesh: {virtualService: {name: shop}, virtualNodeGroup: {canaryVirtualNodeRef: {name: new}, stableVirtualNodeRef: {name: old}}}}',
    ),
  ],
  ['an HTTPRoute', routed('{plugins: {argoproj-labs/gatewayAPI: {httpRoute: shop}}}')],
  ['a GRPCRoute', routed('{plugins: {argoproj-labs/gatewayAPI: {grpcRoute: shop}}}')],
  [
    'a Deployment',
    `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  replicas: 4
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  strategy: {canary: {steps: [{setWeight: 50}]}}
`,
  ],
];

describe('what is offered for missing objects is all that a rollout needs', () => {
  test.each(STRATEGIES)('%s', (_what, text) => {
    const stubs = offered(text);
    expect(stubs).not.toEqual([]);
    const container = text.includes('workloadRef') ? 'shop' : 'web';
    const { rehearsal, diagnostics } = worldFromManifests(
      [{ name: 'rollout.yaml', text: [text, ...stubs].join('\n---\n') }],
      { setImage: [`${container}=shop:v2`] },
    );
    expect(diagnostics).toEqual([]);
    if (rehearsal === undefined) throw new Error('it does not load');
    const timeline = runWorld(rehearsal.world, { freeze: true });
    const state = stateAt(timeline, timeline.header.totals.endMs);
    const facts = conditionFacts(state, { rollout: { namespace: 'default', name: 'shop' } }, 0);
    expect([facts.rollout.phase, facts.stable.image, facts.stable.available]).toEqual(['Healthy', 'shop:v2', 4]);
    expect(allRolloutsAtRest(state)).toBe(true);
  });
});
