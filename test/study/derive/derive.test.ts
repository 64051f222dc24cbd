import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isJsonArray, type JsonObject } from '../../../src/api/json.ts';
import { deriveDeployment, type DeploymentStrategy } from '../../../src/study/derive/deployment.ts';
import { member } from '../../../src/study/derive/rollout-parts.ts';
import { deriveBasicCanary, deriveBlueGreen } from '../../../src/study/derive/rollout-strategy.ts';
import { translateCommand } from '../translate.ts';

const name = fc.stringMatching(/^[a-z]{1,8}$/);
const template = fc.record({ app: name, image: name }).map(({ app, image }): JsonObject => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'web', image }] },
}));
const amount = fc.oneof(
  fc.nat(5),
  fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
);
const step = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((setWeight): JsonObject => ({ setWeight })),
  fc.constantFrom<JsonObject>({ pause: {} }, { pause: { duration: '5m' } }, { pause: { duration: 30 } }),
  fc.constantFrom<JsonObject>({ setCanaryScale: { weight: 25 } }, { analysis: {} }, { experiment: {} }),
);
const canary = fc.record(
  { steps: fc.array(step, { maxLength: 6 }), maxSurge: amount, maxUnavailable: amount, stableService: name },
  { requiredKeys: [] },
);
const size = fc.record(
  {
    replicas: fc.nat(20),
    minReadySeconds: fc.nat(60),
    progressDeadlineSeconds: fc.nat(900),
    revisionHistoryLimit: fc.nat(10),
  },
  { requiredKeys: [] },
);

const rollout = fc
  .record({
    name,
    template,
    size,
    strategy: fc.oneof(
      canary.map((one) => ({ canary: one })),
      fc.constant({ blueGreen: { activeService: 'x' } }),
    ),
  })
  .map((parts): JsonObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: parts.name, labels: { team: 'web' } },
    spec: {
      ...parts.size,
      selector: { matchLabels: member(member(parts.template, 'metadata'), 'labels') },
      template: parts.template,
      strategy: parts.strategy,
    },
  }));

const SIZE = ['replicas', 'minReadySeconds', 'progressDeadlineSeconds', 'revisionHistoryLimit', 'selector', 'template'];

function kept(object: JsonObject | undefined): JsonObject {
  const spec = member(object, 'spec');
  return { metadata: object?.['metadata'] ?? {}, ...Object.fromEntries(SIZE.map((key) => [key, spec[key] ?? null])) };
}

describe('a Deployment that stands for a Rollout', () => {
  property.prop([rollout, fc.constantFrom<DeploymentStrategy[]>('RollingUpdate', 'Recreate')])(
    'has its pods, name, size and deadlines, and nothing but a strategy besides',
    (object, strategy) => {
      const { manifests, notes } = deriveDeployment(object, strategy, undefined);
      const [deployment, ...others] = manifests;
      expect(others).toEqual([]);
      expect(deployment).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' });
      expect(kept(deployment)).toEqual(kept(object));
      const spec = member(deployment, 'spec');
      expect(Object.keys(spec).filter((key) => !SIZE.includes(key))).toEqual(['strategy']);
      expect(member(spec, 'strategy')['type']).toBe(strategy);
      expect(notes).toHaveLength(1);
    },
  );

  property.prop([rollout])('rolls with the bounds that the canary names, and says so', (object) => {
    const { manifests, notes } = deriveDeployment(object, 'RollingUpdate', undefined);
    const { maxSurge, maxUnavailable } = member(member(member(object, 'spec'), 'strategy'), 'canary');
    const rolling = member(member(member(manifests[0], 'spec'), 'strategy'), 'rollingUpdate');
    expect([rolling['maxSurge'], rolling['maxUnavailable']]).toEqual([maxSurge, maxUnavailable]);
    const isNamed = maxSurge !== undefined || maxUnavailable !== undefined;
    expect(notes[0]).toContain(isNamed ? 'as the manifest names them' : "Kubernetes' default");
    if (maxSurge !== undefined) expect(notes[0]).toContain(`maxSurge ${String(maxSurge)}`);
  });

  property.prop([rollout, template])(
    'takes pods and name from the Deployment that a workloadRef names',
    (object, pods) => {
      const referenced: JsonObject = {
        kind: 'Deployment',
        metadata: { name: 'base' },
        spec: { replicas: 0, template: pods, selector: { matchLabels: { app: 'base' } } },
      };
      const [deployment] = deriveDeployment(object, 'Recreate', referenced).manifests;
      expect(deployment?.['metadata']).toEqual({ name: 'base' });
      const spec = member(deployment, 'spec');
      expect(spec['template']).toEqual(pods);
      expect(spec['replicas']).toEqual(member(object, 'spec')['replicas']);
    },
  );
});

describe('a blue-green Rollout that stands for another', () => {
  property.prop([rollout])('keeps all but the strategy, and gets a Service where there is none', (object) => {
    const { manifests, notes } = deriveBlueGreen(object, [], undefined);
    const blueGreen = manifests.at(-1);
    expect(kept(blueGreen)).toEqual(kept(object));
    const strategy = member(member(blueGreen, 'spec'), 'strategy');
    expect(Object.keys(strategy)).toEqual(['blueGreen']);
    const { activeService } = member(strategy, 'blueGreen');
    const own = member(member(object, 'spec'), 'strategy');
    const named = member(own, 'canary')['stableService'] ?? member(own, 'blueGreen')['activeService'];
    if (named !== undefined) {
      expect([manifests.length, activeService]).toEqual([1, named]);
      return;
    }
    const [service] = manifests;
    expect(service).toMatchObject({ kind: 'Service', metadata: { name: activeService } });
    expect(member(service, 'spec')['selector']).toEqual(
      member(member(member(object, 'spec'), 'selector'), 'matchLabels'),
    );
    expect(notes[0]).toContain('that was added');
  });

  test('takes the Service that selects its pods, and none of another namespace or selector', () => {
    const service = (name: string, app: string, namespace = 'default'): JsonObject => ({
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: { app } },
    });
    const object: JsonObject = {
      kind: 'Rollout',
      metadata: { name: 'shop' },
      spec: { template: { metadata: { labels: { app: 'shop', tier: 'web' } } }, strategy: { canary: {} } },
    };
    const others = [service('far', 'shop', 'prod'), service('other', 'cart'), service('front', 'shop')];
    const [blueGreen, ...more] = deriveBlueGreen(object, others, undefined).manifests;
    expect(more).toEqual([]);
    expect(member(member(member(blueGreen, 'spec'), 'strategy'), 'blueGreen')).toEqual({ activeService: 'front' });
  });
});

describe('a canary by pods that stands for another Rollout', () => {
  property.prop([rollout])('keeps all but the strategy; weights and pauses stay, and every pause ends', (object) => {
    const [derived, ...more] = deriveBasicCanary(object).manifests;
    expect(more).toEqual([]);
    expect(kept(derived)).toEqual(kept(object));
    const strategy = member(member(derived, 'spec'), 'strategy');
    expect(Object.keys(strategy)).toEqual(['canary']);
    const { canary: own } = member(member(object, 'spec'), 'strategy');
    const derivedCanary = member(strategy, 'canary');
    expect(Object.keys(derivedCanary).every((key) => ['steps', 'maxSurge', 'maxUnavailable'].includes(key))).toBe(true);
    const steps = isJsonArray(derivedCanary['steps']) ? derivedCanary['steps'] : [];
    for (const one of steps)
      expect(JSON.stringify(one)).toMatch(/^\{"(setWeight":\d+|pause":\{"duration":("\dm"|30)\})\}$/);
    if (own === undefined) return;
    const ownSteps = isJsonArray(member({ own }, 'own')['steps']) ? member({ own }, 'own')['steps'] : [];
    const weights = (list: unknown): unknown => JSON.stringify(list).match(/"setWeight":\d+/g) ?? [];
    expect(weights(steps)).toEqual(weights(ownSteps));
  });

  test('weights of a router that counts to 1000 become percent', () => {
    const canary = {
      trafficRouting: { maxTrafficWeight: 1000, nginx: {} },
      steps: [{ setWeight: 125 }, { setWeight: 1000 }],
    };
    const [derived] = deriveBasicCanary({ kind: 'Rollout', metadata: {}, spec: { strategy: { canary } } }).manifests;
    expect(member(member(derived, 'spec'), 'strategy')).toEqual({
      canary: { steps: [{ setWeight: 12 }, { setWeight: 100 }] },
    });
  });

  test('a Deployment becomes a Rollout with its bounds', () => {
    const spec = { replicas: 3, strategy: { rollingUpdate: { maxSurge: 2 } }, template: {}, paused: false };
    const [derived] = deriveBasicCanary({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'a' },
      spec,
    }).manifests;
    expect(derived).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      spec: { replicas: 3, template: {} },
    });
    expect(member(member(derived, 'spec'), 'strategy')['canary']).toMatchObject({
      maxSurge: 2,
      steps: [{ setWeight: 20 }, {}, {}, {}],
    });
  });
});

describe('commands in the words of another strategy', () => {
  const deployment = { kind: 'Deployment', namespace: 'default', name: 'base' } as const;
  const rolloutTarget = { kind: 'Rollout', namespace: 'default', name: 'shop' } as const;

  test.each([
    ['kubectl argo rollouts set image shop web=shop:v2', 'kubectl set image deployment/base web=shop:v2'],
    [
      'kubectl set image deployment/base web=shop:v2 log=log:1',
      'kubectl set image deployment/base web=shop:v2 log=log:1',
    ],
    ['kubectl argo rollouts abort shop', 'kubectl rollout undo deployment/base'],
    ['kubectl argo rollouts undo shop --to-revision=1', 'kubectl rollout undo deployment/base --to-revision=1'],
    ['kubectl argo rollouts retry rollout shop', 'kubectl rollout undo deployment/base'],
    ['kubectl argo rollouts restart shop', 'kubectl rollout restart deployment/base'],
    ['kubectl scale rollout/shop --replicas=7', 'kubectl scale deployment/base --replicas=7'],
    ['kubectl scale --replicas 7 rollout shop', 'kubectl scale deployment/base --replicas=7'],
    ['kubectl argo rollouts promote shop', undefined],
    ['kubectl argo rollouts pause shop', undefined],
  ])('%s: to a Deployment', (line, expected) => {
    expect(translateCommand(line, deployment)).toEqual(expected === undefined ? [] : [expected]);
  });

  test.each([
    ['kubectl set image deployment/base web=shop:v2', 'kubectl argo rollouts set image shop web=shop:v2'],
    [
      'kubectl set image deployment/base web=shop:v2 log=log:1',
      'kubectl argo rollouts set image shop web=shop:v2; kubectl argo rollouts set image shop log=log:1',
    ],
    ['kubectl rollout undo deployment/base', 'kubectl argo rollouts undo shop'],
    ['kubectl argo rollouts abort shop', 'kubectl argo rollouts abort shop'],
    ['kubectl argo rollouts promote shop', undefined],
  ])('%s: to another Rollout', (line, expected) => {
    expect(translateCommand(line, rolloutTarget)).toEqual(expected === undefined ? [] : expected.split('; '));
  });

  test('of another workload or namespace stay as they are', () => {
    const line = 'kubectl argo rollouts abort cart';
    expect(translateCommand(line, deployment)).toEqual([line]);
    const elsewhere = 'kubectl argo rollouts abort shop -n prod';
    expect(translateCommand(elsewhere, deployment)).toEqual([elsewhere]);
  });
});
