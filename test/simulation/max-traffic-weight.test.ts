import { expect, it } from 'vitest';
import { getRolloutView } from '../../src/plugin/views/get-rollout.ts';
import { chartData } from '../../src/report/chart/chart-data.ts';
import { plainText } from '../../src/report/moment.ts';
import { momentsOf } from '../../src/report/moments.ts';
import { worldFromManifests } from '../../src/scenario/bare.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { conditionFacts } from '../../src/timeline/facts/conditions.ts';
import { stateAt } from '../../src/timeline/state.ts';

const NAME = { kind: 'Rollout', namespace: 'default', name: 'shop' } as const;
const STEPS = '[{setWeight: 250}, {pause: {duration: 30s}}, {setWeight: 1000}, {pause: {duration: 30s}}]';

const MANIFESTS = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  replicas: 4
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "shop:v1"}]}
  strategy:
    canary:
      stableService: shop
      canaryService: shop-canary
      trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: shop}}
      steps: ${STEPS}
---
${['shop', 'shop-canary'].map((name) => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: shop}, ports: [{port: 80}]}`).join('\n---\n')}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}}]
`;

it('has one weight, of maxTrafficWeight, in lines, charts, conditions and views', () => {
  const texts = [{ name: 'shop.yaml', text: MANIFESTS }];
  const { rehearsal, diagnostics } = worldFromManifests(texts, { setImage: ['web=shop:v2'] });
  expect(diagnostics).toEqual([]);
  if (rehearsal === undefined) throw new Error('it does not load');
  const timeline = runWorld(rehearsal.world, { freeze: true });

  const lines = momentsOf(timeline).flatMap((moment) => moment.lines);
  const weights = lines.filter(({ kind }) => kind === 'weight').map(({ spans }) => plainText(spans));
  expect(weights).toEqual([
    '250/1000 set for the canary, 0/1000 at the router',
    '250/1000 to the canary',
    '1000/1000 set for the canary, 250/1000 at the router',
    '1000/1000 to the canary',
  ]);

  const bands = chartData(timeline, NAME).weights.map(({ label }) => label);
  // The first deployment gets all traffic.
  expect(bands.filter((label) => label !== '')).toEqual(['1000/1000', '250/1000', '1000/1000']);

  const seen = new Set<string>();
  for (let atMs = 0; atMs <= timeline.header.totals.endMs; atMs += 1000) {
    const state = stateAt(timeline, atMs);
    const facts = conditionFacts(state, { rollout: NAME }, atMs);
    const view = getRolloutView(state, { ...NAME, nowMs: atMs, color: false });
    const [, shown] = /SetWeight: +(\d+)/.exec(view) ?? [];
    expect(String(facts.rollout.weight)).toBe(shown);
    seen.add(shown ?? '');
  }
  expect([...seen].sort()).toEqual(['1000', '250']);
});
