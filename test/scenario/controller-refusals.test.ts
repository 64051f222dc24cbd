import { describe, expect, test } from 'vitest';
import { worldFromManifests } from '../../src/scenario/bare.ts';

function rollout(replicas: string, selector: string, steps: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: shop}
spec:
  replicas: ${replicas}
  selector: ${selector}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: web, image: "shop:v1"}]}
  strategy: {canary: {steps: ${steps}}}
`;
}

/** The reference accepts these objects and then says InvalidSpec in the run: a rehearsal must show that, not refuse the file. */
describe('what the controller refuses by its own validation is no mistake of the file', () => {
  test.each([
    ['a negative count', rollout('-1', '{matchLabels: {app: shop}}', '[]')],
    ['a selector that fits no pod', rollout('1', '{matchLabels: {app: other}}', '[]')],
    ['an empty selector', rollout('1', '{}', '[]')],
    ['a weight above 100', rollout('1', '{matchLabels: {app: shop}}', '[{setWeight: 150}]')],
    ['an empty step', rollout('1', '{matchLabels: {app: shop}}', '[{}]')],
    ['no strategy', rollout('1', '{matchLabels: {app: shop}}', '[]').replace(/ {2}strategy:.*\n/, '')],
  ])('%s', (_what, text) => {
    const { diagnostics, rehearsal } = worldFromManifests([{ name: 'rollout.yaml', text }]);
    expect(diagnostics).toEqual([]);
    expect(rehearsal?.world.manifests).toHaveLength(1);
  });

  test('a pause that is not a duration, with a warning', () => {
    const text = rollout('1', '{matchLabels: {app: shop}}', '[{pause: {duration: soon}}]');
    const { diagnostics, rehearsal } = worldFromManifests([{ name: 'rollout.yaml', text }]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['W442']);
    expect(rehearsal?.world.manifests).toHaveLength(1);
  });
});
