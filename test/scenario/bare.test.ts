import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type BareOptions, worldFromManifests } from '../../src/scenario/bare.ts';
import { formatDiagnostics } from '../../src/scenario/format-diagnostic.ts';
import type { ManifestText } from '../../src/scenario/manifest.ts';
import type { Rehearsal } from '../../src/scenario/rehearsal.ts';
import { valueAt } from '../../src/scenario/schema/issues.ts';

const rendered = readFileSync(`${import.meta.dirname}/charts/rendered.yaml`, 'utf8');

function rollout(
  name: string,
  steps = 'steps: [{setWeight: 20}, {pause: {}}, {pause: {duration: 5}}, {pause: }, {pause: {}}]',
): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: web, image: "${name}:v1"}]}
  strategy: {canary: {${steps}}}
`;
}

function load(texts: readonly ManifestText[], options: BareOptions = {}): Rehearsal {
  const { rehearsal, diagnostics } = worldFromManifests(texts, options);
  if (rehearsal === undefined) throw new Error(formatDiagnostics(diagnostics));
  return rehearsal;
}

const one = (name: string): readonly ManifestText[] => [{ name: `${name}.yaml`, text: rollout(name) }];

describe('a rehearsal of bare manifests', () => {
  test('changes the image once the rollout is healthy and promotes through endless pauses', () => {
    const { world, remarks } = load(one('shop'), { setImage: ['shop:v2'] });
    const subject = { namespace: 'default', name: 'shop' };
    expect(world.script).toEqual([
      {
        trigger: { when: 'rollout.phase == "Healthy"', afterMs: 10_000, rollout: subject },
        action: { do: 'run', command: 'kubectl argo rollouts set image shop web=shop:v2', namespace: 'default' },
        automatic: true,
      },
      ...[1, 4].map((step) => ({
        trigger: {
          when: `rollout.phase == "Paused" && rollout.step == ${step}`,
          afterMs: 10_000,
          repeat: true,
          rollout: subject,
        },
        action: { do: 'run', command: 'kubectl argo rollouts promote shop', namespace: 'default' },
        automatic: true,
      })),
    ]);
    expect(world.until).toBe('settled');
    expect(remarks).toEqual([
      'shop: sets the image of web to shop:v2, 10s after it is healthy',
      'shop: promotes by itself through the 2 pauses without a duration, 10s after each begins',
    ]);
  });

  test('leaves pauses alone if told so, and says so', () => {
    const { world, remarks } = load(one('shop'), { promote: 'never' });
    expect(world.script).toEqual([]);
    expect(remarks).toEqual([
      expect.stringMatching(/^nothing changes the version: add --set-image /),
      'shop: pauses without a duration are left alone',
    ]);
  });

  test('promotes a blue-green that waits for somebody, whatever its autoPromotionSeconds say', () => {
    const blueGreen = (fields: string): readonly ManifestText[] => [
      {
        name: '-',
        text: rollout('shop').replace(/strategy:.*/, `strategy: {blueGreen: {activeService: shop${fields}}}`),
      },
    ];
    const script = (fields: string) => load(blueGreen(fields)).world.script.map(({ trigger }) => trigger);
    expect(script(', autoPromotionEnabled: false, autoPromotionSeconds: 30')).toEqual([
      {
        when: 'rollout.phase == "Paused"',
        afterMs: 10_000,
        repeat: true,
        rollout: { namespace: 'default', name: 'shop' },
      },
    ]);
    expect(script(', autoPromotionSeconds: 30')).toEqual([]);
    expect(script('')).toEqual([]);
  });

  test('sets the image of a Deployment that stands alone, by the command for it', () => {
    const deployment = rollout('shop').replace('argoproj.io/v1alpha1', 'apps/v1').replace('Rollout', 'Deployment');
    const text = deployment.replace(/ {2}strategy:.*\n/, '');
    const { world, remarks } = load([{ name: '-', text }], { setImage: ['shop:v2'] });
    expect(world.name).toBe('shop');
    expect(world.script).toEqual([
      {
        trigger: { atMs: 60_000 },
        action: { do: 'run', command: 'kubectl set image deployment/shop web=shop:v2', namespace: 'default' },
        automatic: true,
      },
    ]);
    expect(remarks).toEqual(['shop: sets the image of web to shop:v2, a minute after it is made']);
  });

  test('sets the image of a Deployment that a rollout refers to through the rollout', () => {
    const deployment = rollout('shop').replace('argoproj.io/v1alpha1', 'apps/v1').replace('Rollout', 'Deployment');
    const text = `${deployment.replace(/ {2}strategy:.*\n/, '')}---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: till}
spec:
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  strategy: {canary: {}}
`;
    const { world } = load([{ name: '-', text }], { setImage: ['web=shop:v2'] });
    expect(world.script.map(({ action }) => ('command' in action ? action.command : ''))).toEqual([
      'kubectl argo rollouts set image till web=shop:v2',
    ]);
  });

  test('sets an image by container in every rollout that has it', () => {
    const { world } = load([...one('shop'), ...one('till')], { setImage: ['web=new:v2'], promote: 'never' });
    expect(world.script.map(({ action }) => ('command' in action ? action.command : ''))).toEqual([
      'kubectl argo rollouts set image shop web=new:v2',
      'kubectl argo rollouts set image till web=new:v2',
    ]);
  });

  test('is the same whatever the order of files and documents', () => {
    const ahead = load([...one('shop'), ...one('till')]);
    const behind = load([{ name: '-', text: `${rollout('till')}---\n${rollout('shop')}` }]);
    expect(behind.world.manifests).toEqual(ahead.world.manifests);
    expect(behind.world.name).toBe('shop');
    expect(behind.hash).toBe(ahead.hash);
  });

  test('puts what names no namespace into the one of -n', () => {
    const other = rollout('till').replace('{name: till}', '{name: till, namespace: prod}');
    const { world } = load([...one('shop'), { name: 'till.yaml', text: other }], { namespace: 'dev' });
    expect(world.manifests.map((object) => valueAt(object, ['metadata', 'namespace']))).toEqual(['dev', 'prod']);
  });

  test('takes a seed and an end from the command line', () => {
    const { world } = load(one('shop'), { seed: 7, until: { ms: 60_000 } });
    expect([world.seed, world.until]).toEqual([7, { ms: 60_000 }]);
  });

  test('names the standard input <stdin>', () => {
    const { diagnostics } = worldFromManifests([{ name: '-', text: 'kind: Rollout\n' }]);
    expect(diagnostics.map(({ file, line, code }) => [file, line, code])).toEqual([['<stdin>', 1, 'E402']]);
  });
});

describe('the output of helm template', () => {
  test('loads without an error or a warning; kinds without a model are said once', () => {
    const { diagnostics } = worldFromManifests([{ name: '-', text: rendered }], {
      setImage: ['web=registry.example/shop:1.5.0'],
    });
    expect(diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(diagnostics.map(({ message }) => message.replace(/^objects of the kind (\w+).*/, '$1'))).toEqual([
      'ServiceMonitor',
    ]);
  });

  test('keeps every object, rollouts last', () => {
    const { world } = load([{ name: '-', text: rendered }]);
    expect(world.manifests.map(({ kind }) => kind)).toEqual([
      'ClusterRole',
      'ConfigMap',
      'ServiceAccount',
      'ServiceMonitor',
      'HorizontalPodAutoscaler',
      'Service',
      'Service',
      'Rollout',
    ]);
  });
});
