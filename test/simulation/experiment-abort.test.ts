import { expect, it } from 'vitest';
import { momentsOf } from '../../src/report/moments.ts';
import { worldFromManifests } from '../../src/scenario/bare.ts';
import { runWorld } from '../../src/simulation/run.ts';

const MANIFEST = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  replicas: 4
  progressDeadlineSeconds: 60
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "r/shop:v1"}]}
  strategy:
    canary:
      steps:
        - experiment: {duration: 5m, templates: [{name: canary, specRef: canary}]}
        - setWeight: 50
`;

it('an experiment without analysis whose pods never come aborts because of the experiment', () => {
  const texts = [{ name: 'shop.yaml', text: MANIFEST }];
  const { rehearsal } = worldFromManifests(texts, { setImage: ['web=r/shop:v2'] });
  if (rehearsal === undefined) throw new Error('it does not load');
  const { cluster } = rehearsal.world;
  const images = { ...cluster.images, 'r/shop:v2': { ...cluster.default, never: 'CrashLoopBackOff' } };
  const timeline = runWorld({ ...rehearsal.world, cluster: { ...cluster, images } });
  const reasons = timeline.entries.flatMap((entry) => (entry.kind === 'change' ? entry.because : []));
  const aborts = reasons.filter(({ rule }) => rule.startsWith('rollout.aborted'));
  expect(new Set(aborts.map(({ rule }) => rule))).toEqual(new Set(['rollout.aborted.experiment']));
  expect(aborts[0]?.inputs['message']?.value).toContain("Template 'canary' exceeded its progressDeadlineSeconds");
  const shown = momentsOf(timeline).flatMap(({ lines }) => lines.flatMap(({ because }) => because));
  const text = shown.find(({ rule }) => rule === 'rollout.aborted.experiment')?.text ?? '';
  expect(text).toContain('exceeded its progressDeadlineSeconds');
  expect(shown.some(({ rule }) => rule.startsWith('rollout.aborted.analysis'))).toBe(false);
});
